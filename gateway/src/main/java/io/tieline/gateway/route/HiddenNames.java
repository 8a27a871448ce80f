package io.tieline.gateway.route;

import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.wire.MethodTraits;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says of each name that is hidden behind another one, once, that it is and behind whose. Safe for
 * use by several threads.
 */
final class HiddenNames {

    /** What more there is stands in the lists. */
    private static final int MOST = 256;

    private record Name(ListKind kind, String server, String name) {}

    private final Set<Name> said = ConcurrentHashMap.newKeySet();
    private final Observer observer;

    HiddenNames(Observer observer) {
        this.observer = observer;
    }

    /** Looks for some of which nothing was said yet. */
    void look(View view) {
        view.losers().forEach((server, names) -> names.forEach(name -> look(view, server, name)));
    }

    private void look(View view, String server, String name) {
        var owner = view.owner(name);
        if (owner != null && said.size() < MOST && said.add(new Name(view.kind(), server, name))) {
            var first = owner.server().name();
            var shown = MethodTraits.shown(name);
            var why =
                    first.equals(server)
                            ? "it lists " + shown + " more than once, and the first one is shown"
                            : shown
                                    + " is hidden, since "
                                    + first
                                    + " has one of that name and stands before it; give one of"
                                    + " them a prefix";
            observer.happened(
                    new Incident(
                            Incident.Kind.NAME_HIDDEN, server, view.kind().member() + ": " + why));
        }
    }
}

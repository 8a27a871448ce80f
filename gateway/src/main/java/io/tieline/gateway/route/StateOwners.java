package io.tieline.gateway.route;

import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import io.tieline.wire.Request;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server of a request that is sent once more with the state that a server without
 * sessions gave for it (revision 2026-07-28, "Multi Round-Trip Requests"). It is the one that gave
 * the state, though another one may have the name or the URI by now: a call goes on where it has
 * begun, as long as its server is there and shows what is called. Keeps nothing; on the strand of
 * whose request it is.
 */
final class StateOwners {

    private final Servers servers;

    StateOwners(Servers servers) {
        this.servers = servers;
    }

    /**
     * The owner of a named thing.
     *
     * @param owned who has the name now; null if nobody has
     */
    View.@Nullable Owned named(
            Party party,
            Exchange exchange,
            Request request,
            ListKind kind,
            View.@Nullable Owned owned) {
        if (belongsTo(owned == null ? null : owned.server(), exchange, request)) {
            return owned;
        }
        var name = request.params() == null ? null : request.params().text("name");
        return name == null ? owned : given(party, exchange, request, kind, name, owned);
    }

    private View.@Nullable Owned given(
            Party party,
            Exchange exchange,
            Request request,
            ListKind kind,
            String name,
            View.@Nullable Owned owned) {
        var hasGiven = hasGiven(exchange, request);
        return Stream.concat(namesakes(party.view(kind), name), former(party, kind, name))
                .filter(one -> hasGiven.test(one.server()))
                .findFirst()
                .orElse(owned);
    }

    /** Finds the things that had the name before the last reloads, as their servers have them. */
    private Stream<View.Owned> former(Party party, ListKind kind, String name) {
        return servers.former()
                .owners(kind, party.client().revision(), name)
                .map(former -> {
                    var server = servers.named(former.server().name());
                    return server == null
                            ? null
                            : ofServer(party.view(kind), server, former.entry().nativeKey());
                })
                .filter(Objects::nonNull);
    }

    /**
     * The owner of a resource.
     *
     * @param owner who has the URI now; null if nobody has
     */
    @Nullable ResourceOwner resource(
            Party party,
            Exchange exchange,
            Request request,
            String uri,
            @Nullable ResourceOwner owner) {
        if (belongsTo(owner == null ? null : owner.server(), exchange, request)) {
            return owner;
        }
        var hasGiven = hasGiven(exchange, request);
        var resources = party.view(ListKind.RESOURCES);
        return servers.all().stream()
                .map(server -> inServersWords(resources, server, uri))
                .filter(one -> resources.admits(one.server(), one.uri()))
                .filter(one -> hasGiven.test(one.server()))
                .findFirst()
                .orElse(owner);
    }

    /** Each server's thing of this name, or of this name without a prefix, were it alone. */
    private static Stream<View.Owned> namesakes(View view, String key) {
        return entries(view)
                .filter(owned ->
                        owned.entry().shownKey().equals(key)
                                || owned.entry().bareKey().equals(key));
    }

    /** A server's thing by its own name, though another server's may hide it. */
    private static View.@Nullable Owned ofServer(
            View view, MountedServer server, String nativeKey) {
        return entries(view)
                .filter(owned -> owned.server().equals(server))
                .filter(owned -> owned.entry().nativeKey().equals(nativeKey))
                .findFirst()
                .orElse(null);
    }

    private static Stream<View.Owned> entries(View view) {
        return view.parts().stream().flatMap(StateOwners::entries);
    }

    private static Stream<View.Owned> entries(View.Part part) {
        return part.catalogue() == null
                ? Stream.empty()
                : part.catalogue().entries().stream()
                        .map(entry -> new View.Owned(part.server(), entry));
    }

    /** The resource of this server that a client would mean by this URI. */
    private static ResourceOwner inServersWords(View view, MountedServer server, String uri) {
        var prefix = server.name() + "+";
        boolean isSecond = uri.startsWith(prefix) && ofServer(view, server, uri) == null;
        return new ResourceOwner(server, isSecond ? uri.substring(prefix.length()) : uri);
    }

    /** Says whether nothing leads away from the server that has the name or the URI now. */
    private static boolean belongsTo(
            @Nullable MountedServer now, Exchange exchange, Request request) {
        return isFirstAttempt(exchange, request)
                || (now != null && hasGiven(exchange, request).test(now));
    }

    private static boolean isFirstAttempt(Exchange exchange, Request request) {
        return !(exchange.client() instanceof StatelessClient)
                || request.params() == null
                || request.params().get("requestState") == null;
    }

    private static Predicate<MountedServer> hasGiven(Exchange exchange, Request request) {
        return server -> server.mount().gateway().hasGivenState(exchange, request);
    }
}

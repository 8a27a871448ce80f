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
        if (isFirstAttempt(exchange, request)
                || (owned != null && hasGiven(exchange, request).test(owned.server()))) {
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

    /** What had the name before the last reloads, as its server has it now. */
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
        var hasGiven = hasGiven(exchange, request);
        if (isFirstAttempt(exchange, request) || (owner != null && hasGiven.test(owner.server()))) {
            return owner;
        }
        var resources = party.view(ListKind.RESOURCES);
        return servers.all().stream()
                .map(server -> inServersWords(resources, server, uri))
                .filter(one -> resources.admits(one.server(), one.uri()))
                .filter(one -> hasGiven.test(one.server()))
                .findFirst()
                .orElse(owner);
    }

    /** What each server would show by this name, or without a prefix, if it were the only one. */
    private static Stream<View.Owned> namesakes(View view, String key) {
        return entries(view)
                .filter(owned ->
                        owned.entry().shownKey().equals(key)
                                || owned.entry().bareKey().equals(key));
    }

    /** What a server has under its own name of it, though another one's may hide it. */
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

    /** What this server would be asked for by this URI of a client. */
    private static ResourceOwner inServersWords(View view, MountedServer server, String uri) {
        var prefix = server.name() + "+";
        boolean isSecond = uri.startsWith(prefix) && ofServer(view, server, uri) == null;
        return new ResourceOwner(server, isSecond ? uri.substring(prefix.length()) : uri);
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

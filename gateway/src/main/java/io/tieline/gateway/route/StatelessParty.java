package io.tieline.gateway.route;

import io.tieline.session.client.Branch;
import io.tieline.session.client.Client;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sender of one request to a federation (revision 2026-07-28): it knows of the servers' lists
 * what anybody has heard last. On the exchange's strand.
 */
final class StatelessParty implements Party {

    private final Core core;
    private final Exchange exchange;
    private final Map<ListKind, Map<MountedServer, RpcError>> failed = new LinkedHashMap<>(0);

    StatelessParty(Core core, Exchange exchange) {
        this.core = core;
        this.exchange = exchange;
    }

    @Override
    public Client client() {
        return exchange.client();
    }

    @Override
    public void serve(MountedServer server, Exchange one, Request request) {
        server.mount().gateway().serve(one, request);
    }

    @Override
    public Exchange.Cancellation ask(
            MountedServer server, String method, Json params, Branch.Listener listener) {
        var request = Request.of(Id.of(0), method, params);
        var branch = Branch.of(exchange, request, core.environment(), listener);
        var gateway = server.mount().gateway();
        branch.exchange().attempt(() -> gateway.serve(branch.exchange(), request));
        return branch::cancel;
    }

    @Override
    public View view(ListKind kind) {
        return core.views().common(kind, client().revision(), core.servers().all());
    }

    @Override
    public void listed(MountedServer server, ListKind kind, Catalogue catalogue) {
        var others = failed.get(kind);
        if (others != null) {
            others.remove(server);
        }
    }

    @Override
    public void failed(MountedServer server, ListKind kind, RpcError error) {
        failed.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).put(server, error);
    }

    /** Others may have asked just now: then it is not asked again. */
    @Override
    public boolean isFresh(MountedServer server, ListKind kind, long nanos) {
        return server.wasListedWithin(kind, client().revision(), nanos);
    }

    @Override
    public Map<MountedServer, RpcError> away(ListKind kind) {
        return failed.getOrDefault(kind, Map.of());
    }

    @Override
    public void shown(View view) {
        // Nobody tells it what has changed since: for that it listens.
    }

    @Override
    public @Nullable MountedServer learned(String uri) {
        var owner = core.learned().owner(exchange.caller().principal(), uri);
        return owner == null ? null : core.servers().named(owner);
    }

    @Override
    public void learn(String uri, MountedServer server) {
        core.learned().learn(exchange.caller().principal(), uri, server);
    }
}

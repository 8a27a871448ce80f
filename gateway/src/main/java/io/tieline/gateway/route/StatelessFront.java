package io.tieline.gateway.route;

import io.tieline.session.client.Exchange;
import io.tieline.session.era.HandshakeToStateless;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.List;

/**
 * Serves requests of clients that have no session (revision 2026-07-28). Keeps nothing of a client;
 * each request is served on its own strand.
 */
final class StatelessFront {

    private final Core core;

    StatelessFront(Core core) {
        this.core = core;
    }

    void serve(Exchange exchange, Request request) {
        var party = new StatelessParty(core, exchange);
        switch (request.method()) {
            case Method.SERVER_DISCOVER -> discover(party, exchange);
            case Method.SUBSCRIPTIONS_LISTEN -> new MergedListen(core, party, exchange).begin();
            default -> core.router().serve(party, exchange, request);
        }
    }

    /**
     * Answers when every server is known, or has been waited for (revision 2026-07-28,
     * "Discovery").
     */
    private void discover(StatelessParty party, Exchange exchange) {
        var unseen = core.servers().unseen();
        if (unseen.isEmpty()) {
            exchange.finish(offer());
            return;
        }
        var answers =
                AwaitedAnswers.of(
                        exchange,
                        core.environment(),
                        unseen.size(),
                        _ -> {},
                        () -> exchange.finish(offer()));
        for (var server : unseen) {
            exchange.onCancel(
                    party.ask(server, Method.SERVER_DISCOVER, Json.EMPTY_OBJECT, answers));
        }
    }

    /** What all servers offer together. */
    Json offer() {
        var offer = MergedOffer.of(core, MountedServer::discovered);
        return HandshakeToStateless.discovered(offer.result(Revision.LATEST_HANDSHAKE))
                .with(
                        "supportedVersions",
                        Json.array(List.of(Json.string(Revision.STATELESS.text()))));
    }
}

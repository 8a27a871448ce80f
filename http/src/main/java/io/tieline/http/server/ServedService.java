package io.tieline.http.server;

import io.tieline.session.Environment;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.RpcError;

/**
 * One service of a listener, and what answers at its paths: its own sessions, streams and parked
 * requests, which nobody finds by way of another service. Safe for use by several threads.
 *
 * @param service what it was told to serve
 * @param stateless its clients without sessions
 */
record ServedService(
        Service service,
        StreamRegistry streams,
        StatelessClients stateless,
        StreamableEndpoint streamable,
        SseEndpoint sse) {

    /**
     * What all services of a listener have in common.
     *
     * @param sessions the sessions of all of them
     */
    record Common(
            ListenerSettings settings,
            Environment environment,
            InFlight inFlight,
            ClientSessions sessions,
            StatelessReply.Terms terms,
            PublicBase base) {}

    /**
     * Begins to serve.
     *
     * @param suffix what stands behind {@code /mcp} in its path: nothing, or a slash and its name
     *     as a URL writes it
     */
    static ServedService of(
            Service service, String suffix, StatelessClients stateless, Common common) {
        var settings = common.settings();
        var messages = settings.limits().messages();
        var observer = common.environment().observer();
        var sessions = common.sessions();
        var streams =
                new StreamRegistry(
                        service, settings.streams(), common.environment(), common.inFlight());
        var streamable =
                new StreamableEndpoint(
                        "/mcp" + suffix,
                        new HandshakeEndpoint(sessions, streams, messages),
                        new StatelessEndpoint(stateless, common.terms()),
                        messages,
                        observer);
        var sse =
                new SseEndpoint(
                        suffix,
                        sessions,
                        streams,
                        messages,
                        observer,
                        common.inFlight(),
                        common.base());
        return new ServedService(service, streams, stateless, streamable, sse);
    }

    /** Whether this is the very object that it serves: an equal one has state of its own. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Service other) {
        return service == other;
    }

    /** A request to it that is too long, of which only the beginning was read. */
    void missed(HttpRequestMessage beginning, RpcError why) {
        streamable.missed(beginning, why);
        sse.missed(beginning, why);
    }

    /** It is served no longer: nothing new is taken, and what there is ends with this error. */
    void end(RpcError why) {
        streams.drain(why);
        sse.drain(why);
        stateless.drain(why);
    }
}

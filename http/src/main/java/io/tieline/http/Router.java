package io.tieline.http;

/**
 * Brings a request to what is served at its path. {@code /mcp} is where an endpoint of another era
 * will stand beside the handshake's: the request says which one it wants.
 */
final class Router implements Endpoint {

    private final HandshakeEndpoint handshake;
    private final SseEndpoint sse;

    Router(HandshakeEndpoint handshake, SseEndpoint sse) {
        this.handshake = handshake;
        this.sse = sse;
    }

    @Override
    public void serve(Incoming request, HttpReply reply) {
        switch (request.target().path()) {
            case "/mcp", "/mcp/", "/" -> handshake.serve(request, reply);
            case SseEndpoint.STREAM_PATH -> sse.stream(request, reply);
            case SseEndpoint.MESSAGES_PATH -> sse.messages(request, reply);
            default -> Refusal.of(404, "Nothing is served at this path; use /mcp").send(reply);
        }
    }
}

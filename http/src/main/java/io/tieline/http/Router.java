package io.tieline.http;

/** Brings a request to what is served at its path. */
final class Router implements Endpoint {

    private final StreamableEndpoint streamable;
    private final SseEndpoint sse;

    Router(StreamableEndpoint streamable, SseEndpoint sse) {
        this.streamable = streamable;
        this.sse = sse;
    }

    @Override
    public void serve(Incoming request, HttpReply reply) {
        switch (request.target().path()) {
            case "/mcp", "/mcp/", "/" -> streamable.serve(request, reply);
            case SseEndpoint.STREAM_PATH -> sse.stream(request, reply);
            case SseEndpoint.MESSAGES_PATH -> sse.messages(request, reply);
            default -> Refusal.of(404, "Nothing is served at this path; use /mcp").send(reply);
        }
    }
}

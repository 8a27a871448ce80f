package io.tieline.bench.jmh;

import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;

/**
 * A link without a wire, like stdio: all that a backend says arrives on one channel, and must be
 * tied to its call. It answers at once, but for calls of {@code wait}. On the session's strand.
 */
final class AnsweringLink implements Link {

    private static final Json INITIALIZED =
            Json.of(
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                            + "\"serverInfo\":{\"name\":\"none\",\"version\":\"1\"}}");
    private static final Json RESULT =
            Json.of("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    private static final Json FORM =
            Json.of("{\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\"}}");

    private final Link.Listener listener;
    private long questions;

    AnsweringLink(Link.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void request(Request request, Stream stream) {
        var tool = request.params() == null ? null : request.params().text("name");
        if (request.method().equals("initialize")) {
            listener.received(Result.of(request.id(), INITIALIZED));
        } else if (!"wait".equals(tool)) {
            if ("report".equals(tool)) {
                report(request);
            } else if ("ask".equals(tool)) {
                listener.received(Request.of(Id.of(questions++), "elicitation/create", FORM));
            }
            listener.received(Result.of(request.id(), RESULT));
        }
    }

    private void report(Request request) {
        var token = request.progressToken();
        var params = Json.object("progressToken", token, "progress", 1);
        listener.received(Notification.of("notifications/progress", params));
    }

    @Override
    public void send(Message message) {}

    @Override
    public void release(Stream stream) {}

    @Override
    public void press(Stream stream, boolean tooMuch) {}

    @Override
    public void opened(Revision revision) {}

    @Override
    public boolean attributes() {
        return false;
    }

    @Override
    public void close() {}
}

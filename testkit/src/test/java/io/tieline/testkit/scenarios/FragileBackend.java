package io.tieline.testkit.scenarios;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend that dies when a test says so; everything on the thread of whoever calls it. */
final class FragileBackend implements Backend {

    private static final Json WELCOME =
            Json.of(
                    """
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"fragile","version":"1"}}\
                    """);

    private final Set<Id> unanswered = new HashSet<>();
    private Link.@Nullable Listener latest;
    private int connections;
    private boolean hanging;

    /** The latest connection is dead, with whatever may have been read from it. */
    void dies() {
        dies(Set.of());
    }

    /** The latest connection is dead, and of what waits for an answer nothing was sent. */
    void diesUnread() {
        dies(Set.copyOf(unanswered));
    }

    private void dies(Set<Id> neverLeft) {
        unanswered.clear();
        listener().closed(LinkFailure.of(LinkFailure.Kind.GONE, "It was killed"), neverLeft);
    }

    /** An answer to a question that nobody has asked. */
    void saysSomethingStrange() {
        listener().received(Result.of(Id.of(-1), Json.EMPTY_OBJECT));
    }

    /** From now on it answers nothing at all, or everything again. */
    void hangs(boolean now) {
        hanging = now;
    }

    int connections() {
        return connections;
    }

    private Link.Listener listener() {
        var listener = latest;
        if (listener == null) {
            throw new IllegalStateException("Nobody has connected");
        }
        return listener;
    }

    @Override
    public String name() {
        return "fragile";
    }

    @Override
    public Link connect(Link.Listener listener) {
        connections++;
        latest = listener;
        return new FragileLink();
    }

    private final class FragileLink implements Link {

        @Override
        public void request(Request request, Stream stream) {
            var params = request.params();
            var tool = params == null ? null : params.text("name");
            if (hanging) {
                unanswered.add(request.id());
                return;
            }
            switch (tool) {
                case null -> stream.received(welcome(request));
                case "hang" -> unanswered.add(request.id());
                case "cut" -> stream.failed(LinkFailure.of(LinkFailure.Kind.GONE, "It was cut"));
                case "refuse" ->
                        stream.received(
                                Failure.of(
                                        request.id(),
                                        RpcError.of(ErrorCode.BACKEND_GONE, "Behind me")));
                default -> stream.received(Result.of(request.id(), text(tool)));
            }
        }

        private Response welcome(Request request) {
            return request.method().equals(Method.INITIALIZE)
                    ? Result.of(request.id(), WELCOME)
                    : Failure.of(
                            request.id(),
                            RpcError.of(ErrorCode.METHOD_NOT_FOUND, "No such method"));
        }

        private static Json text(String text) {
            return Json.of("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
        }

        @Override
        public void send(Message message) {
            // It is not interested.
        }

        @Override
        public void release(Stream stream) {
            // There is no stream that could be closed.
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            // It says little.
        }

        @Override
        public void opened(Revision revision) {
            // It needs no more.
        }

        @Override
        public boolean attributes() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
    }
}

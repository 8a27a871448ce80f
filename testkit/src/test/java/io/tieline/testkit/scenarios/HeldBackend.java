package io.tieline.testkit.scenarios;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that answers when a test says so: each of its starts if those are held, and every call
 * of the tool {@code hold}. Any other tool answers at once with the number of its connection.
 * Everything happens on the thread of whoever calls it.
 */
final class HeldBackend implements Backend {

    private static final Json WELCOME =
            Json.of(
                    """
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"held","version":"1"}}\
                    """);

    private final List<HeldLink> connections = new ArrayList<>();
    private boolean holdsStarts;

    /** From now on a start is answered only by {@link #starts}. */
    void holdStarts() {
        holdsStarts = true;
    }

    /** The connection of this number, from 1 on, has started. */
    void starts(int number) {
        connections.get(number - 1).answer(Method.INITIALIZE, WELCOME);
    }

    /** All calls that are held are answered. */
    void release() {
        connections.forEach(link -> link.answer(Method.TOOLS_CALL, text("released")));
    }

    /** How many connections were made. */
    int connections() {
        return connections.size();
    }

    /** How many of them are open. */
    long open() {
        return connections.stream().filter(link -> !link.closed).count();
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public boolean isProgram() {
        return true;
    }

    @Override
    public Link connect(Link.Listener listener) {
        var link = new HeldLink(connections.size() + 1);
        connections.add(link);
        return link;
    }

    private static Json text(String text) {
        return Json.of("{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    private final class HeldLink implements Link {

        private final Map<Stream, Request> held = new LinkedHashMap<>();
        private final int number;
        private boolean closed;

        HeldLink(int number) {
            this.number = number;
        }

        private void answer(String method, Json result) {
            for (var stream : List.copyOf(held.keySet())) {
                var request = held.get(stream);
                if (request != null && request.method().equals(method)) {
                    held.remove(stream);
                    stream.received(Result.of(request.id(), result));
                }
            }
        }

        @Override
        public void request(Request request, Stream stream) {
            var tool = request.params() == null ? null : request.params().text("name");
            switch (request.method()) {
                case Method.INITIALIZE -> {
                    held.put(stream, request);
                    if (!holdsStarts) {
                        answer(Method.INITIALIZE, WELCOME);
                    }
                }
                case Method.TOOLS_CALL -> {
                    if ("hold".equals(tool)) {
                        held.put(stream, request);
                    } else {
                        stream.received(Result.of(request.id(), text("connection " + number)));
                    }
                }
                default ->
                        stream.received(
                                Failure.of(
                                        request.id(),
                                        RpcError.of(ErrorCode.METHOD_NOT_FOUND, "No such method")));
            }
        }

        @Override
        public void send(Message message) {
            // It is not interested.
        }

        @Override
        public void release(Stream stream) {
            held.remove(stream);
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
            closed = true;
        }
    }
}

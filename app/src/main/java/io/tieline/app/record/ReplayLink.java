package io.tieline.app.record;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection to the server of a recording. Works on the strand of its server. */
final class ReplayLink implements Link {

    /** A question that waits for its answer, and its place in the recording. */
    private record Asked(ReplayedFlow flow, Request recorded) {}

    private final ReplayBackend server;
    private final Listener listener;
    private final Map<Id, ReplayedFlow> flows = new HashMap<>();
    private final Map<Id, Asked> asked = new HashMap<>();
    private final boolean hasStreams;
    private @Nullable Dialogue home;
    private boolean closed;

    ReplayLink(ReplayBackend server, Listener listener) {
        this.server = server;
        this.listener = listener;
        this.hasStreams = server.hasStreams();
    }

    ReplayBackend server() {
        return server;
    }

    @Override
    public void request(Request request, Stream stream) {
        server.strand().run(() -> begin(request, stream));
    }

    private void begin(Request request, Stream stream) {
        var flow = server.take(request, home);
        if (flow == null) {
            answer(request, stream, unknown(request));
            return;
        }
        home = home == null ? server.home(flow) : home;
        var replayed = new ReplayedFlow(this, flow, request, stream);
        flows.put(request.id(), replayed);
        replayed.go();
    }

    private Response unknown(Request request) {
        return switch (request.method()) {
            case Method.PING -> Result.of(request.id(), Json.EMPTY_OBJECT);
            // A gateway finds out by these what the server speaks.
            case Method.SERVER_DISCOVER, Method.INITIALIZE ->
                    refusal(request, ErrorCode.METHOD_NOT_FOUND, "The recording has no such");
            default -> {
                var nearest = server.nearest(request);
                server.findings()
                        .differ(
                                request.method()
                                        + " "
                                        + ReplayBackend.shown(request)
                                        + " was not recorded; "
                                        + nearest);
                yield refusal(
                        request,
                        ErrorCode.INVALID_PARAMS,
                        "The recording has no such request; " + nearest);
            }
        };
    }

    private static Response refusal(Request request, int code, String message) {
        return Failure.of(request.id(), RpcError.of(code, message));
    }

    private void answer(Request request, Stream stream, Response response) {
        if (hasStreams) {
            stream.received(response.withId(request.id()));
        } else {
            listener.received(response.withId(request.id()));
        }
    }

    @Override
    public void send(Message message) {
        server.strand()
                .run(() -> {
                    switch (message) {
                        case Response response -> answered(response);
                        case Notification told -> told(told);
                        case Request _ ->
                                throw new IllegalArgumentException("a request has a stream");
                    }
                });
    }

    private void answered(Response response) {
        var id = response.id();
        var question = id == null ? null : asked.remove(id);
        if (question != null) {
            question.flow().answered(question.recorded(), response);
        }
    }

    private void told(Notification told) {
        if (told.method().equals(Method.CANCELLED)) {
            var flow = flows.get(id(Flow.params(told.params()).get("requestId")));
            if (flow != null) {
                flow.cancelled();
            }
            return;
        }
        var flow = server.take(told, home);
        if (flow != null) {
            new ReplayedFlow(this, flow, null, null).go();
        }
    }

    private static @Nullable Id id(@Nullable Json json) {
        try {
            return json == null ? null : Id.of(json);
        } catch (MalformedException none) {
            return null;
        }
    }

    /** Sends what was recorded, as it must look here; on the strand. */
    void deliver(Entry recorded, ReplayedFlow flow) {
        if (closed) {
            return;
        }
        var message = recorded.message();
        if (message == null) {
            closed = true;
            listener.closed(LinkFailure.of(LinkFailure.Kind.GONE, recorded.text()));
            return;
        }
        var now = flow.inWordsOfNow(renamed(message, flow));
        var stream = flow.stream();
        if (now == null || flow.isReleased()) {
            return;
        }
        if (stream != null && hasStreams && (recorded.on() != null || now instanceof Response)) {
            stream.received(now);
        } else {
            listener.received(now);
        }
    }

    /** Questions have the ids that they had, unless such a one is open. */
    private Message renamed(Message message, ReplayedFlow flow) {
        if (!(message instanceof Request question)) {
            return message;
        }
        var id = question.id();
        for (int i = 2; asked.containsKey(id); i++) {
            id = Id.of(question.id().toString().replace("\"", "") + "#" + i);
        }
        asked.put(id, new Asked(flow, question));
        return question.withId(id);
    }

    /** The open question that had this id in the recording, as it is called here. */
    @Nullable Id idOfQuestion(@Nullable Json recorded, ReplayedFlow flow) {
        for (var open : asked.entrySet()) {
            if (open.getValue().flow().equals(flow)
                    && open.getValue().recorded().id().json().equals(recorded)) {
                return open.getKey();
            }
        }
        return null;
    }

    @Override
    public void release(Stream stream) {
        server.strand()
                .run(() -> {
                    List<ReplayedFlow> all = new ArrayList<>(flows.values());
                    all.stream()
                            .filter(flow -> stream.equals(flow.stream()))
                            .forEach(ReplayedFlow::release);
                });
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {}

    @Override
    public void opened(Revision revision) {}

    @Override
    public boolean attributes() {
        return hasStreams;
    }

    @Override
    public void close() {
        server.strand().run(() -> closed = true);
    }
}

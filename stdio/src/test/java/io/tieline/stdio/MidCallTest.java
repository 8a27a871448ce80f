package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Question;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A child that is killed while calls are in flight, seen by those who wait for their answers. */
class MidCallTest {

    private static final int KILLS = 20;
    private static final int CALLS = 8;

    /** Shakes hands, answers one call with its pid, and keeps silent. */
    private static final String SERVER =
            "read initialize; echo '{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":"
                    + "\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"s\","
                    + "\"version\":\"1\"}}}'; read initialized; read call;"
                    + " echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"pid\":'$$'}}';"
                    + " exec sleep 600";

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyCallInFlightFailsWithin250MillisecondsWhenTheChildIsKilled() {
        for (int i = 0; i < KILLS; i++) {
            killInMidCall();
        }
        Rig.eventually("nothing is left", () -> rig.children.size() == 0);
    }

    private void killInMidCall() {
        var session = open();
        var first = new Outcome();
        session.call(request(), first, CallOptions.of(TimeLimits.DEFAULT));
        long pid = first.answer().asLong();
        var others = new ArrayList<Outcome>();
        for (int i = 0; i < CALLS; i++) {
            others.add(call(session));
        }
        long before = System.nanoTime();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        // These are registered while the death is being noticed, or after it.
        for (int i = 0; i < CALLS; i++) {
            others.add(call(session));
        }
        for (var other : others) {
            assertThat(other.error().code()).isEqualTo(-31001);
        }
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofMillis(250).toNanos());
    }

    private BackendSession open() {
        var opening =
                new BackendOpening(
                        Revision.V2025_11_25,
                        BackendEra.of(Revision.LATEST_HANDSHAKE),
                        false,
                        Json.object("name", "test", "version", "1"),
                        Json.EMPTY_OBJECT,
                        true,
                        CallRule.OVERLAP,
                        new RequestIds(),
                        new AskingHistory(),
                        TimeLimits.DEFAULT,
                        BackendOpening.NO_HEADERS);
        var backend =
                StdioBackend.of(
                        StdioCommand.of("sh", "-c", SERVER),
                        Rig.QUICK,
                        rig.children,
                        rig.environment);
        return BackendSession.open(backend, opening, rig.environment, new Deaf());
    }

    private static Outcome call(BackendSession session) {
        var outcome = new Outcome();
        session.call(request(), outcome, CallOptions.of(TimeLimits.DEFAULT));
        return outcome;
    }

    private static Request request() {
        return Request.of(Id.of("c"), "tools/call", Json.object("name", "t"));
    }

    private static final class Outcome implements CallListener {

        private final CompletableFuture<Response> answer = new CompletableFuture<>();
        private final CompletableFuture<RpcError> error = new CompletableFuture<>();

        Json answer() {
            var pid = answer.orTimeout(20, TimeUnit.SECONDS).join().json().at("result", "pid");
            assertThat(pid).isNotNull();
            return pid;
        }

        RpcError error() {
            return error.orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public void answered(Response response) {
            answer.complete(response);
        }

        @Override
        public void notified(Notification notification) {}

        @Override
        public void asked(Question question) {}

        @Override
        public void failed(RpcError why) {
            error.complete(why);
        }
    }

    private static final class Deaf implements BackendSession.Listener {

        @Override
        public void opened(BackendSession session, Json initializeResult) {}

        @Override
        public void closed(BackendSession session, LinkFailure failure) {}

        @Override
        public void told(BackendSession session, Notification notification) {}

        @Override
        public void asked(BackendSession session, Question question) {}
    }
}

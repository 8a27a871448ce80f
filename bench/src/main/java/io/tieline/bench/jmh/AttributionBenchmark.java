package io.tieline.bench.jmh;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A call from {@link BackendSession#call} to its answer, on a link where everything shares one
 * channel, beside others that wait: what the tables of pending calls and of attribution cost.
 */
@State(Scope.Benchmark)
public class AttributionBenchmark {

    @Param({"0", "100"})
    public int waiting;

    private @Nullable BackendSession session;
    private final Request plain = call("echo");
    private final Request reporting = call("report");
    private final Request asking = call("ask");

    /** Opens the session, and makes the calls that are not answered. */
    @Setup
    public void prepare() {
        var alarm = (Timers.Alarm) () -> {};
        var timers = new StillTimers(alarm);
        var environment = new Environment(timers, new SplittableRandom(1), Observer.NONE);
        var capabilities = Json.of("{\"elicitation\":{\"form\":{}}}");
        var opening =
                new BackendOpening(
                        Revision.LATEST_HANDSHAKE,
                        BackendEra.of(Revision.LATEST_HANDSHAKE),
                        false,
                        Json.object("name", "bench", "version", "1"),
                        capabilities,
                        true,
                        CallRule.LEARN,
                        new RequestIds(),
                        new AskingHistory(),
                        TimeLimits.DEFAULT,
                        BackendOpening.NO_HEADERS);
        var opened = BackendSession.open(new Nothing(), opening, environment, new Unheard());
        session = opened;
        for (int i = 0; i < waiting; i++) {
            opened.call(call("wait"), new Answered(), CallOptions.of(TimeLimits.DEFAULT));
        }
    }

    private static Request call(String tool) {
        var params =
                Json.object(
                        "name",
                        tool,
                        "arguments",
                        Json.EMPTY_OBJECT,
                        "_meta",
                        Json.object("progressToken", "mine"));
        return Request.of(Id.of(1), "tools/call", params);
    }

    @Benchmark
    public Response plainCall() {
        return answer(plain);
    }

    @Benchmark
    public Response callWithOneReport() {
        return answer(reporting);
    }

    @Benchmark
    public Response callWithOneQuestion() {
        return answer(asking);
    }

    private Response answer(Request request) {
        var answered = new Answered();
        Objects.requireNonNull(session).call(request, answered, CallOptions.of(TimeLimits.DEFAULT));
        return Objects.requireNonNull(answered.response, "not answered at once");
    }

    private static final class Answered implements CallListener {

        private @Nullable Response response;

        @Override
        public void answered(Response answer) {
            response = answer;
        }

        @Override
        public void notified(Notification notification) {}

        @Override
        public void asked(Question question) {
            question.answer(Result.of(question.request().id(), Json.EMPTY_OBJECT));
        }

        @Override
        public void failed(RpcError error) {
            throw new IllegalStateException(error.message());
        }
    }

    private record Nothing() implements Backend {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public Link connect(Link.Listener listener) {
            return new AnsweringLink(listener);
        }
    }

    /** Real time, in which no alarm ever rings. */
    private record StillTimers(Timers.Alarm alarm) implements Timers {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Alarm after(Duration delay, Runnable task) {
            return alarm;
        }
    }

    private static final class Unheard implements BackendSession.Listener {

        @Override
        public void opened(BackendSession session, Json initializeResult) {}

        @Override
        public void closed(BackendSession session, LinkFailure failure) {
            throw new IllegalStateException(failure.toString());
        }

        @Override
        public void told(BackendSession session, Notification notification) {}

        @Override
        public void asked(BackendSession session, Question question) {
            question.answer(Result.of(question.request().id(), Json.EMPTY_OBJECT));
        }
    }
}

package io.tieline.http;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.Call;
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
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One session with a backend, and what was heard of it. */
final class Talk implements BackendSession.Listener, AutoCloseable {

    private final BlockingQueue<Json> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<LinkFailure> closed = new LinkedBlockingQueue<>();
    private final BackendSession session;

    Talk(HttpBackend backend, BackendEra era, Timers timers) {
        var opening =
                new BackendOpening(
                        Revision.LATEST_HANDSHAKE,
                        era,
                        true,
                        Json.object("name", "test", "version", "1"),
                        Json.of("{\"elicitation\":{}}"),
                        true,
                        CallRule.LEARN,
                        new RequestIds(),
                        new AskingHistory(),
                        TimeLimits.DEFAULT,
                        BackendOpening.NO_HEADERS);
        var environment = new Environment(timers, new Random(1), Observer.NONE);
        session = BackendSession.open(backend, opening, environment, this);
    }

    /** What a call has come to. */
    static final class Outcome implements CallListener {

        private final BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
        private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
        private final CompletableFuture<Call> call = new CompletableFuture<>();

        /** The backend's answer, result or error, as it stood on the wire but for its id. */
        Json answer() throws InterruptedException {
            var end = take(ends);
            if (end instanceof Response response) {
                return response.json();
            }
            throw new AssertionError("No answer but " + end);
        }

        RpcError error() throws InterruptedException {
            var end = take(ends);
            if (end instanceof RpcError error) {
                return error;
            }
            throw new AssertionError("No failure but " + end);
        }

        Question question() throws InterruptedException {
            return take(questions);
        }

        void cancel() {
            call.join().cancel(null);
        }

        @Override
        public void answered(Response response) {
            ends.add(response);
        }

        @Override
        public void failed(RpcError error) {
            ends.add(error);
        }

        @Override
        public void asked(Question question) {
            questions.add(question);
        }

        @Override
        public void notified(Notification notification) {}
    }

    Outcome call(String method, String params) {
        var outcome = new Outcome();
        var request = Request.of(Id.of("c"), method, Json.of(params));
        outcome.call.complete(session.call(request, outcome, CallOptions.of(TimeLimits.DEFAULT)));
        return outcome;
    }

    boolean isStateless() {
        return session.isStateless();
    }

    /** What the backend said of itself, in the words of the handshake. */
    Json opened() throws InterruptedException {
        return take(opened);
    }

    /** The method of the next notification that belongs to no call. */
    String told() throws InterruptedException {
        return take(told);
    }

    LinkFailure closed() throws InterruptedException {
        return take(closed);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing was heard within 10 s");
        }
        return next;
    }

    @Override
    public void opened(BackendSession opening, Json initializeResult) {
        opened.add(initializeResult);
    }

    @Override
    public void closed(BackendSession ended, LinkFailure failure) {
        closed.add(failure);
    }

    @Override
    public void told(BackendSession by, Notification notification) {
        told.add(notification.method());
    }

    @Override
    public void asked(BackendSession by, Question question) {
        throw new AssertionError("Nobody is there to be asked " + question.request());
    }

    @Override
    public void close() {
        session.close();
    }
}

package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server for tests. {@code echo} answers at once; every other request is handed to the test,
 * which plays the server.
 */
final class ScriptedService implements Service {

    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientSession> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientSession> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Notification> notified = new LinkedBlockingQueue<>();

    /** A request of a client without a session. */
    @Override
    public void serve(Exchange exchange) {
        if (exchange.request().method().equals("echo")) {
            var params = exchange.request().params();
            exchange.finish(params == null ? Json.EMPTY_OBJECT : params.without("_meta"));
        } else {
            held.add(exchange);
        }
    }

    @Override
    public Conversation open(ClientSession session) {
        opened.add(session);
        return new Script(session);
    }

    /** The next request that waits for the test to serve it. */
    Exchange held() {
        return next(held);
    }

    /** Whether a session was opened that nobody has asked for yet. */
    boolean hasOpened() {
        return !opened.isEmpty();
    }

    /** The next session that was opened. */
    ClientSession opened() {
        return next(opened);
    }

    /** The next session that was closed. */
    ClientSession closed() {
        return next(closed);
    }

    /** The next notification of a client. */
    Notification notified() {
        return next(notified);
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            var next = queue.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("arrived in time").isNotNull();
            return Objects.requireNonNull(next);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A notification that a test can recognize. */
    static Notification log(Object data) {
        return Notification.of(
                "notifications/message",
                Json.object("level", "info", "data", String.valueOf(data)));
    }

    /** Asks the client through this exchange; the future holds its answer. */
    static CompletableFuture<Response> ask(Exchange exchange, String message) {
        var answer = new CompletableFuture<Response>();
        var request =
                Request.of(Id.of(1), Method.ELICITATION_CREATE, Json.object("message", message));
        exchange.ask(new Question(request, (question, response) -> answer.complete(response)));
        return answer;
    }

    private final class Script implements Conversation {

        private final ClientSession session;

        Script(ClientSession session) {
            this.session = session;
        }

        @Override
        public void initialize(Exchange exchange) {
            var params = exchange.request().params();
            var name = params == null ? null : params.text("clientInfo", "name");
            if ("held".equals(name)) {
                held.add(exchange);
            } else if ("refused".equals(name)) {
                exchange.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, "No"));
            } else {
                exchange.finish(welcome(exchange));
            }
        }

        @Override
        public void serve(Exchange exchange) {
            if (exchange.request().method().equals("echo")) {
                var params = exchange.request().params();
                exchange.finish(params == null ? Json.EMPTY_OBJECT : params);
            } else {
                held.add(exchange);
            }
        }

        @Override
        public void notified(Notification notification) {
            notified.add(notification);
        }

        @Override
        public void closed() {
            closed.add(session);
        }
    }

    /** The answer to an {@code initialize}: the revision that was asked for. */
    static Json welcome(Exchange initialize) {
        var params = Objects.requireNonNull(initialize.request().params());
        return Json.object(
                "protocolVersion",
                params.text("protocolVersion"),
                "capabilities",
                Json.EMPTY_OBJECT,
                "serverInfo",
                Json.object("name", "scripted", "version", "1"));
    }
}

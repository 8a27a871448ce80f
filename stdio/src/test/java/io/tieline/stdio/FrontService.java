package io.tieline.stdio;

import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A service whose every method is a way to answer, so that tests can choose by name. */
final class FrontService implements Service, Conversation {

    /** Requests that are answered only when the test does it. */
    final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();

    final BlockingQueue<Boolean> pressure = new LinkedBlockingQueue<>();
    final Queue<String> noted = new ConcurrentLinkedQueue<>();
    final BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
    final CountDownLatch cancelled = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final CompletableFuture<ClientSession> session = new CompletableFuture<>();
    volatile boolean slowToOpen;

    @Override
    public Conversation open(ClientSession with) {
        session.complete(with);
        return this;
    }

    @Override
    public void initialize(Exchange exchange) {
        if (slowToOpen) {
            held.add(exchange);
        } else {
            welcome(exchange);
        }
    }

    /** Agrees on the revision that the client asked for. */
    static void welcome(Exchange exchange) {
        var params = exchange.request().params();
        var revision = params == null ? null : params.text("protocolVersion");
        exchange.finish(
                Json.object("protocolVersion", revision, "capabilities", Json.EMPTY_OBJECT));
    }

    @Override
    public void serve(Exchange exchange) {
        switch (exchange.request().method()) {
            case "echo" -> exchange.finish(Json.object("params", exchange.request().params()));
            case "ask", "tools/call" -> exchange.ask(question(exchange));
            case "storm" -> storm(exchange);
            default -> {
                exchange.onCancel(reason -> {
                    reasons.add(String.valueOf(reason));
                    cancelled.countDown();
                });
                exchange.onPressure(pressure::add);
                held.add(exchange);
            }
        }
    }

    private static Question question(Exchange exchange) {
        var request = Request.of(Id.of("q"), "elicitation/create", Json.object("message", "name?"));
        return new Question(
                request,
                new Question.Asker() {
                    @Override
                    public void answered(Question question, Response response) {
                        exchange.finish(Json.object("answer", response.json()));
                    }
                });
    }

    /** Tells a thousand times the given payload, as log messages, and then answers. */
    private void storm(Exchange exchange) {
        exchange.onPressure(pressure::add);
        for (int i = 0; i < 1000; i++) {
            exchange.tell(Notification.of("notifications/message", exchange.request().params()));
        }
        exchange.finish(Json.EMPTY_OBJECT);
    }

    @Override
    public void notified(Notification notification) {
        noted.add(notification.method());
    }

    @Override
    public void closed() {
        closed.countDown();
    }
}

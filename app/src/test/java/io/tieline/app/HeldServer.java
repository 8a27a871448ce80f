package io.tieline.app;

import io.tieline.http.EventLoops;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An MCP server over HTTP. It answers a tool called {@code hold} when the test lets it, one called
 * {@code ask} with what it is answered to a question, one called {@code echo} with its text, and
 * any other at once with the number of such calls in its session.
 */
final class HeldServer implements AutoCloseable {

    private static final Json FORM =
            Json.of(
                    """
                    {"message":"Who?","requestedSchema":{"type":"object","properties":{}}}\
                    """);

    private final EventLoops loops = EventLoops.open(1);
    private final BlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final List<String> revisions = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpListener listener;

    HeldServer() {
        try {
            var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
            var settings =
                    HttpSettings.DEFAULT.withAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener = HttpListener.serve(_ -> new Held(), settings, loops, world);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String url() {
        return listener.uri().toString();
    }

    /** Waits for a call of {@code hold}. */
    Exchange awaitHeld() {
        try {
            var exchange = held.poll(30, TimeUnit.SECONDS);
            if (exchange == null) {
                throw new AssertionError("nobody called hold");
            }
            return exchange;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The headers of every request that is served. */
    List<Map<String, String>> headers() {
        return headers;
    }

    /** The revisions that were asked for. */
    List<String> revisions() {
        return revisions;
    }

    /** Waits for the end of a session. */
    void awaitClosed() throws InterruptedException {
        if (!closed.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("no session has ended");
        }
    }

    static Json text(String text) {
        return Json.object(
                "content", Json.array(List.of(Json.object("type", "text", "text", text))));
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }

    private final class Held implements Conversation {

        private int calls;

        @Override
        public void initialize(Exchange exchange) {
            var params = exchange.request().params();
            revisions.add(String.valueOf(params == null ? null : params.text("protocolVersion")));
            exchange.finish(
                    Json.object(
                            "protocolVersion",
                            "2025-11-25",
                            "capabilities",
                            Json.object("tools", Json.EMPTY_OBJECT),
                            "serverInfo",
                            Json.object("name", "held", "version", "1"),
                            "instructions",
                            "the server's own"));
        }

        @Override
        public void serve(Exchange exchange) {
            headers.add(exchange.caller().headers());
            var params = exchange.request().params();
            if (!exchange.request().method().equals(Method.TOOLS_CALL) || params == null) {
                exchange.finish(Json.EMPTY_OBJECT);
            } else if ("hold".equals(params.text("name"))) {
                held.add(exchange);
            } else if ("ask".equals(params.text("name"))) {
                exchange.ask(
                        new Question(
                                Request.of(Id.of(0), Method.ELICITATION_CREATE, FORM),
                                (_, answer) -> exchange.finish(text(answer.json().toString()))));
            } else if ("echo".equals(params.text("name"))) {
                exchange.finish(text(String.valueOf(params.text("arguments", "text"))));
            } else {
                calls++;
                exchange.finish(text("call " + calls));
            }
        }

        @Override
        public void notified(Notification notification) {}

        @Override
        public void closed() {
            closed.countDown();
        }
    }
}

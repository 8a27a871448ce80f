package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in the place of a proxy, with one defect that proxies have had. */
final class FaultyServer implements AutoCloseable {

    /** What is wrong with it, on every call of its kind. */
    enum Fault {
        NONE,
        /** Two calls at once get each other's text, each under its own id. */
        SWAPS_TEXTS,
        /** Two calls at once get each other's whole reply. */
        SWAPS_REPLIES,
        /** The fifth call has no reply, ever. */
        LOSES_A_REPLY,
        /** Two calls at once get each other's question. */
        SWAPS_QUESTIONS,
        /** The third of five reports does not arrive. */
        DROPS_A_REPORT,
        /** Reports bear the token of another call. */
        REPORTS_ELSEWHERE,
        /** The result comes twice. */
        ANSWERS_TWICE,
        /** The question is answered by the proxy itself. */
        SWALLOWS_THE_QUESTION,
        /** Every call takes 300 ms. */
        IS_SLOW,
        /** The fifth call is refused. */
        REFUSES_A_CALL,
    }

    private final Fault fault;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Id, SynchronousQueue<Json>> asked = new ConcurrentHashMap<>();
    private final Exchanger<Request> pairs = new Exchanger<>();
    private final AtomicInteger calls = new AtomicInteger();

    FaultyServer(Fault fault) throws IOException {
        this.fault = fault;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    private void serve(HttpExchange http) throws IOException {
        try (http) {
            var body = http.getRequestBody().readAllBytes();
            if (http.getRequestMethod().equals("DELETE")) {
                http.sendResponseHeaders(200, -1);
                return;
            }
            switch (Message.parse(body, Limits.DEFAULT)) {
                case Request request when request.method().equals("initialize") ->
                        open(http, request);
                case Request request when request.method().equals("tools/list") ->
                        json(http, Result.of(request.id(), listing()));
                case Request call -> call(http, call);
                case Response response -> answered(http, response);
                default -> http.sendResponseHeaders(202, -1);
            }
        } catch (MalformedException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void open(HttpExchange http, Request request) throws IOException {
        http.getResponseHeaders().set("mcp-session-id", "s");
        json(http, Result.of(request.id(), Json.object("protocolVersion", "2025-11-25")));
    }

    private void answered(HttpExchange http, Response response)
            throws IOException, InterruptedException {
        var answer = response instanceof Result result ? result.result() : Json.EMPTY_OBJECT;
        http.sendResponseHeaders(202, -1);
        var waiting = response.id() == null ? null : asked.remove(response.id());
        if (waiting != null) {
            waiting.offer(answer, 5, TimeUnit.SECONDS);
        }
    }

    private void call(HttpExchange http, Request call)
            throws IOException, InterruptedException, TimeoutException {
        boolean fifth = calls.incrementAndGet() == 5;
        if (fault == Fault.IS_SLOW) {
            new SynchronousQueue<Json>().poll(300, TimeUnit.MILLISECONDS);
        }
        if (fifth && fault == Fault.LOSES_A_REPLY) {
            new SynchronousQueue<Json>()
                    .poll(20, TimeUnit.SECONDS); // longer than any patience here
        } else if (fifth && fault == Fault.REFUSES_A_CALL) {
            http.sendResponseHeaders(502, -1);
        } else {
            switch (String.valueOf(call.params() == null ? null : call.params().text("name"))) {
                case "stream" -> stream(http, call);
                case "ask" -> ask(http, call);
                default -> echo(http, call);
            }
        }
    }

    /** The call that runs at the same time, of another client. */
    private Request other(Request call) throws InterruptedException, TimeoutException {
        return pairs.exchange(call, 5, TimeUnit.SECONDS);
    }

    /** As many tools as a run in these tests has bytes. */
    private static Json listing() {
        return Json.object("tools", Json.array(Collections.nCopies(200, Json.EMPTY_OBJECT)));
    }

    private void echo(HttpExchange http, Request call)
            throws IOException, InterruptedException, TimeoutException {
        switch (fault) {
            case SWAPS_TEXTS -> json(http, result(call.id(), text(other(call))));
            case SWAPS_REPLIES -> {
                var other = other(call);
                json(http, result(other.id(), text(other)));
            }
            default -> json(http, result(call.id(), text(call)));
        }
    }

    private void stream(HttpExchange http, Request call) throws IOException {
        events(http);
        for (int i = 1; i <= 5; i++) {
            if (i == 3 && fault == Fault.DROPS_A_REPORT) {
                continue;
            }
            var token = fault == Fault.REPORTS_ELSEWHERE ? Json.of("99") : call.progressToken();
            var params = Json.object("progressToken", String.valueOf(token), "progress", i);
            event(http, report(params.toString().replaceAll("\"(\\d+)\"", "$1")));
        }
        event(http, result(call.id(), text(call)).json().toString());
        if (fault == Fault.ANSWERS_TWICE) {
            event(http, result(call.id(), text(call)).json().toString());
        }
    }

    private static String report(String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                + params
                + "}";
    }

    private void ask(HttpExchange http, Request call)
            throws IOException, InterruptedException, TimeoutException {
        events(http);
        var about = fault == Fault.SWAPS_QUESTIONS ? other(call) : call;
        if (fault == Fault.SWALLOWS_THE_QUESTION) {
            event(http, result(call.id(), Json.string("me")).json().toString());
            return;
        }
        var id = Id.of("q" + calls.incrementAndGet());
        var waiting = new SynchronousQueue<Json>();
        asked.put(id, waiting);
        var question = Request.of(id, "elicitation/create", Json.object("message", text(about)));
        event(http, question.json().toString());
        var answer = waiting.poll(5, TimeUnit.SECONDS);
        var said = answer == null ? null : answer.at("content", "answer");
        event(http, result(call.id(), said == null ? Json.string("") : said).json().toString());
    }

    private static Json text(Request call) {
        var text = call.params() == null ? null : call.params().at("arguments", "text");
        return text == null ? Json.string("") : text;
    }

    private static Result result(Id id, Json text) {
        return Result.of(
                id,
                Json.object(
                        "content", Json.array(List.of(Json.object("type", "text", "text", text)))));
    }

    private static void json(HttpExchange http, Result result) throws IOException {
        var body = result.json().bytes();
        http.getResponseHeaders().set("content-type", "application/json");
        http.sendResponseHeaders(200, body.length);
        http.getResponseBody().write(body);
    }

    private static void events(HttpExchange http) throws IOException {
        http.getResponseHeaders().set("content-type", "text/event-stream");
        http.sendResponseHeaders(200, 0);
    }

    private static void event(HttpExchange http, String message) throws IOException {
        http.getResponseBody().write(("data: " + message + "\n\n").getBytes(UTF_8));
        http.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.tieline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Observer.Outcome;
import io.tieline.session.Question;
import io.tieline.telemetry.ObserverGroup;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AdminListenerTest {

    private static final AdminSettings.Token TOKEN =
            new AdminSettings.Token("0123456789abcdef0123456789abcdef");

    private final QuietGateway gateway = new QuietGateway();
    private final AdminObservers observers = AdminObservers.begin();
    private final Observer observer = ObserverGroup.of(observers.all());
    private final AdminListener open = listener(null);
    private final AdminListener guarded = listener(TOKEN);

    private AdminListener listener(AdminSettings.@Nullable Token token) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return AdminListener.open(
                    new AdminSettings(address, Set.of(), token), gateway, observers);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        open.close();
        guarded.close();
    }

    /** An answer as it came. */
    private record Answer(int status, String head, String body) {}

    private Answer ask(AdminListener at, String line, String... headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), at.uri().getPort())) {
            var request = new StringBuilder(line).append(" HTTP/1.1\r\nConnection: close\r\n");
            boolean named = List.of(headers).stream().anyMatch(one -> one.startsWith("Host:"));
            if (!named) {
                request.append("Host: 127.0.0.1:").append(at.uri().getPort()).append("\r\n");
            }
            List.of(headers).forEach(header -> request.append(header).append("\r\n"));
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(text.substring(9, 12)),
                    text.substring(0, end),
                    text.substring(end + 4));
        }
    }

    private Json json(String path) throws IOException {
        return Json.of(ask(open, "GET " + path).body().strip());
    }

    private static Request call(String tool) {
        var params = Json.object("name", tool, "arguments", Json.object("secret", "s3cret"));
        return Request.of(Id.of(1), Method.TOOLS_CALL, params);
    }

    private ExchangeObserver begin(Request request) {
        return observer.began(new SessionClient(), Caller.LOCAL, request);
    }

    private static void end(
            ExchangeObserver exchange, Outcome outcome, @Nullable Response response) {
        exchange.finished(new Ending(outcome, response, Duration.ofMillis(3), null));
    }

    private static Question question() {
        var request = Request.of(Id.of(7), Method.ELICITATION_CREATE, Json.EMPTY_OBJECT);
        return new Question(request, (_, _) -> {});
    }

    @Test
    void scenario113ACallInFlightIsShownWithItsQuestionAndNoArgument() throws IOException {
        var exchange = begin(call("book"));
        var server = new ServerCall("git", call("book"));
        exchange.routed(server);
        exchange.left(server, call("book"));
        var asked = question();
        exchange.asked(asked, server);
        var shown = json("/api/calls").list("calls").getFirst();
        assertThat(shown.text("target")).isEqualTo("book");
        assertThat(shown.text("state")).isEqualTo("asking");
        assertThat(shown.text("client")).isEqualTo("claude");
        assertThat(shown.text("session")).isEqualTo("01234567");
        assertThat(shown.list("servers")).containsExactly(Json.string("git"));
        assertThat(shown.list("questions"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.text("method")).isEqualTo(Method.ELICITATION_CREATE);
                    assertThat(one.text("server")).isEqualTo("git");
                });
        exchange.parked(1);
        assertThat(json("/api/calls").list("calls").getFirst().text("state")).isEqualTo("parked");
        exchange.resumed(1, call("book"));
        exchange.answered(asked, Result.of(asked.id(), Json.EMPTY_OBJECT));
        end(exchange, Outcome.RESULT, Result.of(Id.of(1), Json.EMPTY_OBJECT));
        assertThat(json("/api/calls").list("calls")).isEmpty();
        assertThat(ask(open, "GET /api/state").body()).doesNotContain("s3cret");
    }

    @Test
    void scenario113EventsComeAsTheyHappenEachWithItsCall() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), open.uri().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                                    .getBytes(StandardCharsets.UTF_8));
            var lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            await(lines, ": tieline");
            var exchange = begin(call("book"));
            var server = new ServerCall("git", call("book"));
            exchange.routed(server);
            exchange.left(server, call("book"));
            exchange.asked(question(), server);
            end(exchange, Outcome.CANCELLED, null);
            var kinds = new ArrayList<String>();
            while (!kinds.contains("finished")) {
                kinds.add(await(lines, "event: ").substring("event: ".length()));
                var data = Json.of(await(lines, "data: ").substring("data: ".length()));
                assertThat(data.integer("call")).hasValue(1);
                assertThat(data.text("target")).isEqualTo("book");
            }
            assertThat(kinds).containsExactly("began", "routed", "left", "asked", "finished");
        }
    }

    private static String await(BufferedReader lines, String start) throws IOException {
        while (true) {
            var line = lines.readLine();
            if (line == null) {
                throw new AssertionError("the stream has ended before " + start);
            }
            if (line.startsWith(start)) {
                return line;
            }
        }
    }

    @Test
    void scenario114HealthAndReadinessAreTwoThings() throws IOException {
        assertThat(ask(open, "GET /healthz").status()).isEqualTo(200);
        assertThat(ask(open, "GET /readyz").status()).isEqualTo(200);
        gateway.alive = false;
        assertThat(ask(open, "GET /healthz").status()).isEqualTo(503);
        gateway.refused = "the file is no JSON";
        assertThat(ask(open, "GET /readyz").body()).contains("the file is no JSON");
        gateway.refused = null;
        assertThat(ask(open, "POST /drain").status()).isEqualTo(202);
        var ready = ask(open, "GET /readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body()).contains("\"draining\":true");
    }

    @Test
    void eachServerSaysWhatHasBecomeOfIt() throws IOException {
        assertThat(server().text("state")).isEqualTo("unused");
        observer.happened(new Incident(Incident.Kind.SESSION_BEGAN, "git", "here"));
        assertThat(server().text("state")).isEqualTo("up");
        observer.happened(new Incident(Incident.Kind.SESSION_LOST, "git", "it died"));
        assertThat(server().text("state")).isEqualTo("down");
        assertThat(server().text("failure")).isEqualTo("it died");
        assertThat(server().integer("losses")).hasValue(1);
    }

    private Json server() throws IOException {
        return json("/readyz").list("servers").getFirst();
    }

    @Test
    void scenario115MetricsParseAndEveryAcceptedRequestIsInOneOutcome() throws IOException {
        var list = Json.of("{\"tools\":[{\"name\":\"book\"}]}");
        end(begin(listing()), Outcome.RESULT, Result.of(Id.of(1), list));
        end(begin(call("book")), Outcome.RESULT, Result.of(Id.of(1), Json.object("isError", true)));
        end(begin(call("x\nevil{}")), Outcome.ERROR, failure());
        end(begin(call("book")), Outcome.CANCELLED, null);
        end(begin(Request.of(Id.of(1), "a/b", null)), Outcome.ABANDONED, null);
        var open = begin(call("book"));
        var asked = question();
        open.asked(asked, new ServerCall("git", call("book")));
        open.answered(asked, Result.of(asked.id(), Json.EMPTY_OBJECT));
        var samples = PrometheusText.parse(ask(this.open, "GET /metrics").body());
        assertThat(samples.sum("tieline_requests_accepted_total")).isEqualTo(6);
        assertThat(samples.sum("tieline_requests_in_flight")).isEqualTo(1);
        assertThat(samples.sum("mcp_server_operation_duration_seconds_count")).isEqualTo(5);
        assertThat(samples.values("mcp_server_operation_duration_seconds_count", "outcome"))
                .containsExactlyInAnyOrder("result", "error", "cancelled", "abandoned");
        assertThat(samples.values("mcp_server_operation_duration_seconds_count", "error_type"))
                .contains("tool_error", "-31001");
        assertThat(
                        samples.values(
                                "mcp_server_operation_duration_seconds_count", "gen_ai_tool_name"))
                .containsExactlyInAnyOrder("book", "(other)", "");
        assertThat(samples.sum("tieline_question_wait_seconds_count")).isEqualTo(1);
    }

    private static Request listing() {
        return Request.of(Id.of(1), Method.TOOLS_LIST, null);
    }

    private static Failure failure() {
        return Failure.of(Id.of(1), RpcError.of(ErrorCode.BACKEND_GONE, "gone"));
    }

    @Test
    void pagesAndReboundNamesAreRefused() throws IOException {
        assertThat(ask(open, "GET /api/state", "Host: evil.example").status()).isEqualTo(403);
        assertThat(ask(open, "GET /api/state", "Host: localhost:1").status()).isEqualTo(200);
        assertThat(ask(open, "POST /drain", "Origin: https://evil.example").status())
                .isEqualTo(403);
        assertThat(ask(open, "POST /drain", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
        assertThat(gateway.draining).isFalse();
        var own = "Origin: http://127.0.0.1:" + open.uri().getPort();
        assertThat(ask(open, "GET /api/state", own).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsNeededWhereThereIsOneAndElsewhereThanOnThisMachine() throws IOException {
        var without = ask(guarded, "GET /api/state");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.head()).containsIgnoringCase("WWW-Authenticate: Bearer");
        assertThat(ask(guarded, "GET /metrics", "Authorization: Bearer wrong").status())
                .isEqualTo(401);
        assertThat(ask(guarded, "GET /metrics", "Authorization: Bearer " + TOKEN.value()).status())
                .isEqualTo(200);
        assertThat(TOKEN.toString()).doesNotContain(TOKEN.value());
        assertThatThrownBy(() ->
                        new AdminSettings(new InetSocketAddress("0.0.0.0", 0), Set.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAFileCanBeReadAgain() throws IOException {
        assertThat(ask(open, "POST /reload").status()).isEqualTo(409);
        gateway.hasFile = true;
        assertThat(ask(open, "POST /reload").status()).isEqualTo(202);
        assertThat(gateway.reloaded).isTrue();
        assertThat(ask(open, "GET /nothing").status()).isEqualTo(404);
        assertThat(ask(open, "DELETE /api/state").status()).isEqualTo(405);
    }
}

package io.tieline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.Observer.Outcome;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LiveViewTest {

    private static final AdminSettings.Token TOKEN =
            new AdminSettings.Token("0123456789abcdef0123456789abcdef");

    private AdminListener listener;

    @BeforeEach
    void open() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener =
                AdminListener.open(
                        new AdminSettings(address, Set.of(), TOKEN),
                        new QuietGateway(),
                        AdminObservers.begin());
    }

    @AfterEach
    void close() {
        listener.close();
    }

    /** The answer as it came; the path is sent as it is written here. */
    private String ask(String method, String path, String... headers) throws IOException {
        int port = listener.uri().getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            request.append("Connection: close\r\n");
            if (headers.length == 0) {
                request.append("Host: 127.0.0.1:").append(port).append("\r\n");
            }
            List.of(headers).forEach(header -> request.append(header).append("\r\n"));
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void scenario119ThePageAndItsFilesNeedNoTokenAndMayReachTheirOwnAddressOnly()
            throws IOException {
        var types =
                List.of(
                        List.of("/", "text/html; charset=utf-8"),
                        List.of("/live.css", "text/css; charset=utf-8"),
                        List.of("/live.js", "text/javascript; charset=utf-8"));
        for (var expected : types) {
            var answer = ask("GET", expected.getFirst());
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(answer).containsIgnoringCase("Content-Type: " + expected.get(1));
            assertThat(answer).containsIgnoringCase("X-Content-Type-Options: nosniff");
            assertThat(answer)
                    .containsIgnoringCase("Content-Security-Policy: default-src 'none';")
                    .contains("connect-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer).doesNotContain("http://", "https://", "innerHTML");
        }
    }

    @Test
    void nothingElseIsServedWithoutTheToken() throws IOException {
        var others =
                List.of(
                        "/api/state",
                        "/api/events",
                        "/metrics",
                        "/healthz",
                        "/live.html",
                        "/LiveView.class",
                        "/live.js/",
                        "/live%2ejs",
                        "/../live.js",
                        "/%2e%2e/version.txt",
                        "/..%2fversion.txt",
                        "/./api/state");
        for (var path : others) {
            assertThat(ask("GET", path)).as(path).startsWith("HTTP/1.1 401");
        }
        assertThat(ask("POST", "/")).startsWith("HTTP/1.1 401");
        var right = "Authorization: Bearer " + TOKEN.value();
        for (var path : others.subList(4, others.size())) {
            assertThat(ask("GET", path, "Host: localhost", right))
                    .as(path)
                    .startsWith("HTTP/1.1 404");
        }
        assertThat(ask("GET", "/api/state", "Host: localhost", right)).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatWasRefusedAndWhatAToolSaysOfItselfIsAmongTheEvents() {
        var calls = AdminObservers.begin().calls();
        var client = new SessionClient();
        var request = Request.of(Id.of(1), Method.TOOLS_CALL, Json.object("name", "book"));
        var error = RpcError.of(ErrorCode.OVERLOADED, "too much");
        calls.refused(client, Caller.LOCAL, request, error);
        var result = Result.of(Id.of(1), Json.object("isError", true));
        calls.began(client, Caller.LOCAL, request)
                .finished(new Ending(Outcome.RESULT, result, Duration.ofMillis(3), null));
        var events = calls.ring().from(0).events();
        assertThat(events)
                .extracting(EventRing.Event::kind)
                .containsExactly("refused", "began", "finished");
        var refused = events.getFirst().json();
        assertThat(refused.text("target")).isEqualTo("book");
        assertThat(refused.integer("code")).hasValue(ErrorCode.OVERLOADED);
        assertThat(events.getLast().json().get("isError")).isEqualTo(Json.TRUE);
    }

    @Test
    void aReboundNameDoesNotGetThePageEither() throws IOException {
        assertThat(ask("GET", "/", "Host: evil.example")).startsWith("HTTP/1.1 403");
        assertThat(ask("GET", "/", "Host: localhost", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403");
    }
}

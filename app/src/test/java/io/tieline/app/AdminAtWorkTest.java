package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin address of a gateway as a process of its own. */
@Timeout(120)
final class AdminAtWorkTest {

    private final HttpClient http = HttpClient.newHttpClient();

    private String ask(String method, String url) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        var answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static Json json(String answer) {
        return Json.of(answer.substring(answer.indexOf(' ')).strip());
    }

    @Test
    void scenario113And114WhatRunsIsShownAndItDrainsInOrder() throws Exception {
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run",
                                "--backend=" + server.url(),
                                "--listen=127.0.0.1:0",
                                "--admin=127.0.0.1:0")) {
            var line = tieline.awaitError(text -> text.contains("The admin address is "));
            var admin = line.substring(line.indexOf("http://"));
            var front = tieline.ready();
            try (var client = new PostingClient(front)) {
                client.initialize();
                var call = client.call("hold");
                var held = server.awaitHeld();
                assertThat(ask("GET", admin + "/healthz")).startsWith("200");
                assertThat(ask("GET", front + "/healthz")).startsWith("200 ok");
                assertThat(ask("GET", admin + "/readyz")).startsWith("200");
                var state = json(ask("GET", admin + "/api/state"));
                assertThat(state.list("calls"))
                        .singleElement()
                        .satisfies(one -> {
                            assertThat(one.text("target")).isEqualTo("hold");
                            assertThat(one.text("client")).isEqualTo("posting");
                        });
                assertThat(state.list("sessions")).hasSize(1);
                assertThat(state.list("servers"))
                        .singleElement()
                        .extracting(one -> one.text("state"))
                        .isEqualTo("up");
                assertThat(ask("GET", admin + "/metrics"))
                        .contains("tieline_requests_in_flight 1", "tieline_backend_up");
                assertThat(ask("POST", admin + "/drain")).startsWith("202");
                assertThat(ask("GET", admin + "/readyz")).startsWith("503");
                held.finish(HeldServer.text("done"));
                assertThat(call.get(30, TimeUnit.SECONDS).toString()).contains("done");
            }
            assertThat(tieline.exitCode()).isZero();
        }
    }

    @Test
    void anAddressForEverybodyNeedsAToken() {
        try (var tieline =
                TielineProcess.start(
                        "run",
                        "--backend=http://127.0.0.1:9/mcp",
                        "--listen=127.0.0.1:0",
                        "--admin=0.0.0.0:0")) {
            assertThat(tieline.awaitError(line -> line.contains("--admin")))
                    .contains("--admin-token-file");
            assertThat(tieline.exitCode()).isEqualTo(2);
        }
    }
}

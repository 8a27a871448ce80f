package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.tieline.app.config.UsageException;
import io.tieline.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What options do to a gateway at work: the program's own wiring, in this process. */
@Timeout(60)
final class OptionsAtWorkTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir Path folder;

    /** Scenario 41. */
    @Test
    void configuredHeadersGoUpstreamAndOfTheClientsOnlyTheNamedOnes() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--header=X-Key: k3y", "--forward-header=X-User");
                var client =
                        new PostingClient(
                                url(gateway),
                                "x-user",
                                "ada",
                                "x-other",
                                "no",
                                "cookie",
                                "c=1",
                                "authorization",
                                "Bearer theirs")) {
            client.initialize();
            call(client, "any");
            assertThat(server.headers().getLast())
                    .containsEntry("x-key", "k3y")
                    .containsEntry("x-user", "ada")
                    .doesNotContainKeys("x-other", "cookie", "authorization");
        }
    }

    @Test
    void scenario41WhatIsTheFrontHopsOwnStaysThere() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--header=X-Key: k3y");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            call(client, "any");
            var before = server.headers().getLast();
            assertThat(before).containsKey("mcp-session-id").doesNotContainValue(client.session());
            try (var later = client.with(FRONTS_OWN)) {
                call(later, "any");
            }
            assertThat(server.headers().getLast()).isEqualTo(before).containsEntry("x-key", "k3y");
        }
    }

    private static final String[] FRONTS_OWN = {
        "last-event-id", "7", "mcp-param-a", "no", "mcp-protocol-version", "2025-11-25",
        "cookie", "c=1", "authorization", "Bearer theirs", "x-key", "theirs"
    };

    @Test
    void scenario70TheCredentialsUpstreamFollowThoseOfTheClient() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--forward-header=Authorization");
                var before = new PostingClient(url(gateway), "authorization", "Bearer t1")) {
            before.initialize();
            assertThat(call(before, "any")).contains("call 1");
            try (var after = before.with("authorization", "Bearer t2")) {
                assertThat(call(after, "any")).contains("call 2");
            }
            assertThat(server.headers())
                    .extracting(headers -> headers.get("authorization"))
                    .containsExactly("Bearer t1", "Bearer t2");
        }
    }

    @Test
    void ownInstructionsReplaceTheServers() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--instructions=ours");
                var client = new PostingClient(url(gateway))) {
            assertThat(client.initialize().text("result", "instructions")).isEqualTo("ours");
        }
    }

    @Test
    void aPinnedRevisionIsWhatTheServerIsAskedFor() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--backend-revision=2025-03-26");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(server.revisions()).containsExactly("2025-03-26");
        }
    }

    @Test
    void eachClientHasASessionOfItsOwn() throws Exception {
        assertThat(secondClientsFirstCall("--sessions=per-client")).contains("call 1");
    }

    @Test
    void aSharedSessionCountsTheCallsOfAll() throws Exception {
        assertThat(secondClientsFirstCall("--sessions=shared")).contains("call 3");
    }

    @Test
    void aPinnedSessionCountsTheCallsOfAllWithItsKey() throws Exception {
        assertThat(secondClientsFirstCall("--sessions=pinned:desk")).contains("call 3");
    }

    @Test
    void eachRequestHasASessionOfItsOwn() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--sessions=per-request");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(call(client, "any")).contains("call 1");
            assertThat(call(client, "any")).contains("call 1");
        }
    }

    @Test
    void aSessionPinnedToAHeaderServesAllWhoSendTheSameValue() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--sessions=pinned:header:X-Desk");
                var ada = new PostingClient(url(gateway), "x-desk", "1");
                var bob = new PostingClient(url(gateway), "x-desk", "1");
                var cleo = new PostingClient(url(gateway), "x-desk", "2");
                var dan = new PostingClient(url(gateway))) {
            ada.initialize();
            bob.initialize();
            cleo.initialize();
            assertThat(call(ada, "any")).contains("call 1");
            assertThat(call(bob, "any")).contains("call 2");
            assertThat(call(cleo, "any")).contains("call 1");
            assertThat(dan.initialize().text("error", "message")).contains("x-desk");
        }
    }

    @Test
    void aCallThatStaysSilentFailsAfterItsTime() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--call-timeout=200ms");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(call(client, "hold")).contains("-31002");
        }
    }

    @Test
    void aCallThatTakesTooLongInAllFailsAfterItsTime() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--call-limit=200ms");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(call(client, "hold")).contains("-31002", "--call-limit");
        }
    }

    @Test
    void aMessageThatIsTooDeepIsRefused() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--max-depth=20");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            var deep = "[".repeat(30) + "]".repeat(30);
            var message =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":%s}}";
            assertThat(client.status(message.formatted(deep))).isEqualTo(400);
            assertThat(client.status(message.formatted("[]"))).isEqualTo(200);
        }
    }

    @Test
    void aQuestionThatStaysUnansweredIsCancelledAfterItsTime() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--human-timeout=200ms");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(call(client, "ask")).contains("cancel");
        }
    }

    @Test
    void anIdleSessionEndsAfterItsTime() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--idle=100ms");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            server.awaitClosed();
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefused() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--max-message=1KiB");
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(client.status("x".repeat(2000))).isEqualTo(413);
        }
    }

    @Test
    void pagesOfAnAllowedOriginMayCallAndOthersMayNot() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--allow-origin=https://app.example.com");
                var ours = new PostingClient(url(gateway), "origin", "https://app.example.com");
                var other = new PostingClient(url(gateway), "origin", "https://evil.example.com")) {
            assertThat(ours.tryInitialize()).isEqualTo(200);
            assertThat(other.tryInitialize()).isEqualTo(403);
        }
    }

    @Test
    void aBrowserIsToldTheHeadersThatWeForwardOrReadToo() throws Exception {
        try (var server = new HeldServer();
                var gateway =
                        start(
                                server,
                                "--allow-origin=https://app.example.com",
                                "--forward-header=X-User",
                                "--sessions=pinned:header:X-Room")) {
            var asked =
                    HttpRequest.newBuilder(URI.create(url(gateway) + "/mcp"))
                            .method("OPTIONS", BodyPublishers.noBody())
                            .header("origin", "https://app.example.com")
                            .header("access-control-request-method", "POST")
                            .build();
            var told = send(asked, BodyHandlers.discarding()).headers();
            assertThat(told.firstValue("access-control-allow-origin"))
                    .hasValue("https://app.example.com");
            assertThat(told.firstValue("access-control-allow-headers").orElse(""))
                    .contains("x-user", "x-room", "mcp-session-id");
        }
    }

    @Test
    void theEndpointOfHttpSseLeadsBackThroughTheProxy() throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, "--public-url=https://example.com/tools")) {
            var stream = HttpRequest.newBuilder(URI.create(url(gateway) + "/tools/sse")).build();
            try (var lines = send(stream, BodyHandlers.ofLines()).body()) {
                assertThat(lines.filter(line -> line.startsWith("data:")).findFirst())
                        .get(STRING)
                        .startsWith("data: /tools/messages?sessionId=");
            }
        }
    }

    @Test
    void whoIsRefusedIsInTheLogWithTheOption() throws Exception {
        var log = new ByteArrayOutputStream();
        Logs.begin(log, LogThreshold.INFO);
        try (var server = new HeldServer();
                var gateway = start(server);
                var page = new PostingClient(url(gateway), "origin", "https://evil.example")) {
            assertThat(page.tryInitialize()).isEqualTo(403);
            assertThat(page.tryInitialize()).isEqualTo(403);
        }
        assertThat(log.toString(UTF_8).lines())
                .filteredOn(line -> line.contains("--allow-origin https://evil.example"))
                .singleElement()
                .asString()
                .contains("warn  A request was refused");
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        return HTTP.send(request, body);
    }

    @Test
    void aCommandSeesItsVariablesAndDirectoryAndNothingSecretOfOurs() throws Exception {
        var report = folder.resolve("report");
        var script = "pwd > report.tmp; env >> report.tmp; mv report.tmp report; cat > /dev/null";
        var plan =
                PlannerTest.plan(
                        List.of(
                                "--listen=127.0.0.1:0",
                                "--env=GREETING=hello there",
                                "--cwd=" + folder,
                                "--start-timeout=2s"),
                        List.of("sh", "-c", script));
        var ours = Map.of("PATH", System.getenv("PATH"), "SECRET_CANARY", "c4n4ry");
        try (var gateway = RunningGateway.start(plan, ours, InputStream.nullInputStream());
                var client = new PostingClient(url(gateway))) {
            client.initialize();
            assertThat(Files.readString(report))
                    .startsWith(folder.toRealPath().toString())
                    .contains("GREETING=hello there")
                    .doesNotContain("c4n4ry", "SECRET_CANARY");
        }
    }

    private static String secondClientsFirstCall(String option) throws Exception {
        try (var server = new HeldServer();
                var gateway = start(server, option);
                var one = new PostingClient(url(gateway));
                var other = new PostingClient(url(gateway))) {
            one.initialize();
            other.initialize();
            call(one, "any");
            call(one, "any");
            return call(other, "any");
        }
    }

    private static String call(PostingClient client, String tool) throws Exception {
        Json answer = client.call(tool).get(30, TimeUnit.SECONDS);
        return answer.toString();
    }

    private static RunningGateway start(HeldServer server, String... options)
            throws UsageException {
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--listen=127.0.0.1:0", "--backend=" + server.url()));
        var plan = PlannerTest.plan(all, List.of());
        return RunningGateway.start(plan, System.getenv(), InputStream.nullInputStream());
    }

    private static String url(RunningGateway gateway) {
        return gateway.front().where().replaceFirst("^at (\\S+?)/mcp.*$", "$1");
    }
}

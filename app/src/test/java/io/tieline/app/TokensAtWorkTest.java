package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.Terminal;
import io.tieline.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener that lets in whoever has a token of a file. */
@Timeout(180)
final class TokensAtWorkTest {

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private String file() {
        return folder.resolve("tokens.json").toString();
    }

    private Said token(String... words) {
        var line = new String[words.length + 2];
        line[0] = "token";
        line[1] = "new";
        System.arraycopy(words, 0, line, 2, words.length);
        return Said.by(line);
    }

    private String created(String name, String... more) {
        var line = new String[more.length + 3];
        line[0] = name;
        line[1] = "--tokens";
        line[2] = file();
        System.arraycopy(more, 0, line, 3, more.length);
        var said = token(line);
        assertThat(said.exitCode()).as(said.err()).isZero();
        return said.out().strip();
    }

    @Test
    void theTokenAloneIsOnStdoutAndANameIsTakenOnce() throws Exception {
        var token = created("ada", "--scope", "a b", "--expires", "30d");
        assertThat(token).matches("tieline_[A-Za-z0-9_-]{43}");
        var kept = Json.of(Files.readString(Path.of(file())).strip()).list("tokens").getFirst();
        assertThat(kept.texts("scopes")).containsExactly("a", "b");
        assertThat(kept.text("expires")).isNotNull();
        var again = token("ada", "--tokens", file());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("there is a token of ada already");
        assertThat(token("bob").err()).contains("the file is missing");
        assertThat(Said.by("token", "old", "x").err()).contains("tieline token new NAME");
        Files.setPosixFilePermissions(
                Path.of(file()), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(token("bob", "--tokens", file()).err()).contains("chmod 600");
    }

    private int status(String method, String url, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url));
        request.headers("accept", "application/json, text/event-stream");
        request.headers("content-type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(
                method,
                method.equals("POST")
                        ? BodyPublishers.ofString(
                                """
                                {"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{\
                                "io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}\
                                """)
                        : BodyPublishers.noBody());
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    @Test
    void scenario131And136WhoHasATokenMayCallAndItCanBeTakenBack() throws Exception {
        var ada = created("ada");
        var bob = created("bob");
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run",
                                "--listen=0.0.0.0:0",
                                "--admin=127.0.0.1:0",
                                "--tokens=" + file(),
                                "--backend",
                                server.url())) {
            var line = tieline.awaitError(text -> text.contains("The admin address is "));
            var admin = line.substring(line.indexOf("http://"));
            var url = tieline.ready();
            for (var method : List.of("POST", "GET", "DELETE")) {
                assertThat(status(method, url + "/mcp")).as(method).isEqualTo(401);
                assertThat(status(method, url + "/mcp?access_token=" + ada))
                        .as("in a query")
                        .isEqualTo(401);
                assertThat(status(method, url + "/mcp", "authorization", "Bearer " + ada + "x"))
                        .isEqualTo(401);
            }
            assertThat(status("GET", url + "/sse")).isEqualTo(401);
            assertThat(status("GET", url + "/healthz")).isEqualTo(200);
            assertThat(status("GET", url + "/.well-known/oauth-protected-resource/mcp"))
                    .isEqualTo(200);
            assertThat(status("GET", admin + "/healthz")).as("asks the listener").isEqualTo(200);
            try (var adas = new PostingClient(url, "authorization", "Bearer " + ada);
                    var bobs = new PostingClient(url, "authorization", "Bearer " + bob)) {
                adas.initialize();
                bobs.initialize();
                assertThat(adas.call("any").get(30, TimeUnit.SECONDS).toString()).contains("call");
                var stolen = adas.with("authorization", "Bearer " + bob);
                assertThat(stolen.status(PING)).isEqualTo(404);
                assertThat(adas.with().status(PING)).isEqualTo(401);
                var lines = Files.readAllLines(Path.of(file()));
                lines.removeIf(one -> one.contains("\"ada\""));
                Files.write(Path.of(file()), lines);
                tieline.awaitError(text -> text.contains("tokens was read again: 1"));
                assertThat(adas.status(PING)).isEqualTo(401);
                assertThat(bobs.status(PING)).isEqualTo(200);
            }
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.errors())
                    .anyMatch(text -> text.contains("is refused: 401 Say who you are"))
                    .noneMatch(text -> text.contains(ada) || text.contains(bob));
        }
    }

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}";

    @Test
    void scenario137AListenerForOthersDoesNotStartWithoutAuthentication() throws Exception {
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run", "--listen=0.0.0.0:0", "--backend", server.url())) {
            assertThat(tieline.exitCode()).isEqualTo(2);
            assertThat(tieline.errors())
                    .singleElement()
                    .asString()
                    .contains("--listen", "--tokens FILE", "--insecure-no-auth");
        }
    }

    @Test
    void aFileNamesTheTokensTooAndTheyMustBeReadable() throws Exception {
        created("ada");
        var config = folder.resolve("mcp.json");
        Files.writeString(
                config,
                """
                {"mcpServers": {"one": {"url": "http://127.0.0.1:1/mcp"}},
                 "tieline": {"listen": "0.0.0.0:0", "auth": {"tokens": "%s"}}}
                """
                        .formatted(file()));
        var plan =
                Planner.plan(
                        LineChoices.read(
                                RunLine.of(
                                        CommandLineWords.of(List.of("run", config.toString())),
                                        List.of()),
                                Map.of(),
                                Terminal.NOBODY));
        assertThat(plan.front())
                .isInstanceOfSatisfying(
                        FrontPlan.Http.class, front -> assertThat(front.auth().isAsked()).isTrue());
    }
}

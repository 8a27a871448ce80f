package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scenarios 118 and 125: what is written for operators and programs while calls run. */
@Timeout(120)
final class OperatorsOutputTest {

    private static final Pattern URL = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/mcp");

    @Test
    void scenario125AMessageIsOneLineOfJsonAndCannotSteerATerminal() {
        var line =
                JsonLogLines.line(
                        Instant.EPOCH, "warn", "a\u001b[31m \"b\" \u202e\nc", "trace\n\tat x");
        assertThat(line).endsWith("\n").doesNotContain("\u001b", "\u202e");
        assertThat(line.strip().lines()).hasSize(1);
        var json = Json.of(line.strip());
        assertThat(json.text("message")).isEqualTo("a\\u001b[31m \"b\" \\u202e\nc");
        assertThat(json.text("level")).isEqualTo("warn");
        assertThat(json.text("time")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.text("error")).startsWith("trace\n");
    }

    @Test
    void scenario118And125AFullDiskStopsNoCallAndNoLineHasASecret() throws Exception {
        var canary = "Xk7canary" + "93jq";
        try (var server = new HeldServer();
                var tieline =
                        TielineProcess.start(
                                "run",
                                "--backend=" + server.url(),
                                "--listen=127.0.0.1:0",
                                "--header=Authorization: Bearer " + canary,
                                "--audit=/dev/full",
                                "--log-format=json",
                                "--log-level=debug")) {
            var url = URL.matcher(tieline.awaitError(line -> line.contains("ready at ")));
            assertThat(url.find()).isTrue();
            try (var client = new PostingClient(url.group(1), "x-own", canary)) {
                client.initialize();
                for (int i = 0; i < 3; i++) {
                    var answer =
                            client.call("echo", Json.object("text", canary))
                                    .get(30, TimeUnit.SECONDS);
                    assertThat(answer.toString()).contains(canary);
                }
            }
            tieline.awaitError(
                    line -> line.contains("The audit file") && line.contains("requests go on"));
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
            assertThat(tieline.errors()).isNotEmpty();
            assertThat(tieline.errors())
                    .allSatisfy(line -> {
                        assertThat(Json.of(line).text("message")).isNotNull();
                        assertThat(line).doesNotContain(canary);
                    });
        }
    }
}

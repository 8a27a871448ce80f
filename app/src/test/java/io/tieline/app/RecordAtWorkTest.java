package io.tieline.app;

import static io.tieline.http.Http.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.McpServer;
import io.tieline.framework.RunningServer;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 121 as a user types it. */
@Timeout(120)
final class RecordAtWorkTest {

    private static final String SECRET = "c0nfigured-secret";

    @TempDir Path folder;

    private static RunningServer shop(String word) {
        return McpServer.named("shop", "1")
                .tool(Tool.of("buy"), (_, values) -> word + " " + values.json())
                .serve(http(0));
    }

    private static String url(RunningServer server) {
        return Objects.requireNonNull(server.uri()).toString();
    }

    private Path recorded(RunningServer shop) {
        var file = folder.resolve("session.jsonl");
        var header = "--header=Authorization: Bearer " + SECRET;
        var words = List.of("record", file.toString(), url(shop), "--listen=127.0.0.1:0", header);
        try (var tieline = TielineProcess.start(words.toArray(String[]::new))) {
            var bought = Said.by("call", tieline.ready() + "/mcp", "buy", "what=" + SECRET);
            assertThat(bought.exitCode()).isZero();
            tieline.terminate();
            assertThat(tieline.exitCode()).isZero();
        }
        return file;
    }

    @Test
    void scenario121WhatIsRecordedIsReplayedAsServerAndAsClient() throws IOException {
        try (var shop = shop("bought");
                var other = shop("rented")) {
            var file = recorded(shop);
            assertThat(Files.readString(file)).doesNotContain(SECRET).contains("\"buy\"");

            var same = Said.by("replay", file.toString(), url(shop));
            assertThat(same.err()).endsWith("tieline: no difference to the recording\n");
            assertThat(same.exitCode()).isZero();

            var changed = Said.by("replay", file.toString(), url(other));
            assertThat(changed.err())
                    .contains("The answer to tools/call buy (line ")
                    .contains("/result/content/0/text: recorded \"bought ")
                    .endsWith("tieline: 1 difference to the recording\n");
            assertThat(changed.exitCode()).isEqualTo(1);

            try (var tieline = replaying(file)) {
                var bought = Said.by("call", tieline.ready() + "/mcp", "buy", "what=" + SECRET);
                assertThat(bought.out()).startsWith("bought {\"what\":\"***");
                tieline.terminate();
                assertThat(tieline.exitCode()).isZero();
                assertThat(tieline.errors()).contains("tieline: no difference to the recording");
            }
            var again = Said.by("record", file.toString(), url(shop));
            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.err()).contains("is there already; name another file");
        }
    }

    private static TielineProcess replaying(Path file) {
        return TielineProcess.start("replay", file.toString(), "--listen=127.0.0.1:0");
    }

    @Test
    void scenario121ASessionOverStdioIsReplayedToo() {
        try (var shop = shop("bought")) {
            var file = folder.resolve("stdio.jsonl");
            var record = program("record", file.toString(), "--stdio", url(shop));
            var bought = Said.by(words(List.of("call", "buy", "what=bread"), record));
            assertThat(bought.out().strip()).isEqualTo("bought {\"what\":\"bread\"}");
            var replay = program("replay", file.toString(), "--stdio");
            var again = Said.by(words(List.of("call", "buy", "what=bread"), replay));
            assertThat(again.out()).isEqualTo(bought.out());
            var other = Said.by(words(List.of("call", "buy", "what=milk"), replay));
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.err()).contains("/arguments/what: recorded \"bread\", now \"milk\"");
        }
    }

    private static List<String> program(String... arguments) {
        return TielineProcess.command(Main.class, arguments);
    }

    private static String[] words(List<String> ours, List<String> command) {
        var words = new ArrayList<>(ours);
        words.add("--");
        words.addAll(command);
        return words.toArray(String[]::new);
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLine() throws IOException {
        var file = folder.resolve("notes.jsonl");
        Files.writeString(file, Json.EMPTY_OBJECT + "\n");
        assertThat(Said.by("replay", file.toString()).err())
                .isEqualTo(
                        "tieline: " + file + ": is no recording; tieline record FILE writes one\n");
        assertThat(Said.by("record").exitCode()).isEqualTo(2);
        assertThat(Said.by("record", "x.jsonl", "http://127.0.0.1:1/mcp", "--mask=(").err())
                .startsWith("tieline: --mask: ");
        assertThat(Said.by("replay", file + "x", "--speed=fast").exitCode()).isEqualTo(2);
    }
}

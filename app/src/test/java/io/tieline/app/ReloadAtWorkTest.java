package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while the program runs, as a process of its own. */
@Timeout(120)
final class ReloadAtWorkTest {

    /** Has one tool, and answers its calls with the name of the server. */
    private static final String SERVER =
            """
            while read -r line; do
              id=$(printf %s "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              case $line in
                *'"initialize"'*) r='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"tools/list"'*) r='{"tools":[{"name":"who","inputSchema":{"type":"object"}}]}' ;;
                *) r='{"content":[{"type":"text","text":"'"$0"'"}]}' ;;
              esac
              [ -n "$id" ] && printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$r"
            done
            """;

    @TempDir Path folder;

    private Path write(String... servers) throws IOException {
        var entries = new StringBuilder();
        for (var server : servers) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append(
                            "\"%s\":{\"command\":\"sh\",\"args\":[\"%s\",\"%s\"]}"
                                    .formatted(server, script(), server));
        }
        return write("{\"mcpServers\":{" + entries + "}}");
    }

    private Path write(String text) throws IOException {
        var other = Files.writeString(folder.resolve("other.json"), text);
        return Files.move(other, folder.resolve("mcp.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The name of the server is {@code $0} of what it runs. */
    private Path script() throws IOException {
        var script = folder.resolve("server.sh");
        return Files.exists(script)
                ? script
                : Files.writeString(script, "name=$1\n" + SERVER.replace("$0", "$name"));
    }

    private static String call(PostingClient client, String tool) throws Exception {
        return client.call(tool).get(60, TimeUnit.SECONDS).toString();
    }

    @Test
    void scenario103ServersComeAndGoWithTheFileAndABadOneChangesNothing() throws Exception {
        var file = write("a", "b");
        try (var tieline = TielineProcess.start("run", file.toString(), "--listen=127.0.0.1:0");
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            assertThat(call(client, "a__who")).contains("\"text\":\"a\"");
            assertThat(call(client, "b__who")).contains("\"text\":\"b\"");
            write("b", "c");
            tieline.awaitError(
                    line -> line.contains("a was removed") && line.contains("c was added"));
            assertThat(call(client, "b__who")).contains("\"text\":\"b\"");
            assertThat(call(client, "c__who")).contains("\"text\":\"c\"");
            assertThat(call(client, "a__who")).contains("-31007", "a was removed");
            write("{\"mcpServers\":{\"b\":");
            tieline.awaitError(line -> line.contains("is not taken; what was there stays"));
            assertThat(call(client, "b__who")).contains("\"text\":\"b\"");
            write("b", "c");
            tieline.awaitError(line -> line.contains("nothing in it is other"));
        }
    }

    @Test
    void aHangUpReadsTheFileAgainAndEndsNothing() throws Exception {
        var file = write("a", "b");
        try (var tieline = TielineProcess.start("run", file.toString(), "--listen=127.0.0.1:0");
                var client = new PostingClient(tieline.ready())) {
            client.initialize();
            tieline.signal("HUP");
            tieline.awaitError(line -> line.contains("nothing in it is other"));
            assertThat(call(client, "a__who")).contains("\"text\":\"a\"");
        }
    }

    @Test
    void scenario101EachServerAloneHasItsOwnNames() throws Exception {
        var file = write("a", "b");
        try (var tieline = TielineProcess.start("run", file.toString(), "--listen=127.0.0.1:0")) {
            var url = tieline.ready();
            try (var client = PostingClient.at(url + "/mcp/a")) {
                client.initialize();
                assertThat(call(client, "who")).contains("\"text\":\"a\"");
            }
        }
    }
}

package io.tieline.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ChildTest {

    @Test
    void theCheapestChildAnswersWhatItIsAsked() throws Exception {
        var child =
                new ProcessBuilder("/bin/sh", Path.of("child").toAbsolutePath().toString()).start();
        try (var in = child.outputWriter(UTF_8)) {
            in.write(
                    """
                    {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}
                    {"jsonrpc":"2.0","method":"notifications/initialized"}
                    {"jsonrpc":"2.0","id":"seven","method":"tools/call","params":{"name":"echo","arguments":{"text":"c0-1-xx"}}}
                    {"jsonrpc":"2.0","method":"ping","id":8}
                    """);
        }

        var said = new String(child.getInputStream().readAllBytes(), UTF_8);

        assertThat(said.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"id\":0,", "\"protocolVersion\""),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"result\":{\"content\":"
                                                        + "[{\"type\":\"text\",\"text\":\"c0-1-xx\"}]}}"),
                        line ->
                                assertThat(line)
                                        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}"));
    }
}

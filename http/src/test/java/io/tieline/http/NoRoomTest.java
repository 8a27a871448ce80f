package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import org.junit.jupiter.api.Test;

/** A body that arrives and for which there is no room. */
final class NoRoomTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void theRefusalSaysWhosePartIsFull() {
        try (var fixture = new Fixture(new Budget(4 * MIB))) {
            var client = fixture.connect();
            client.write(
                    "POST /mcp HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
                            + "accept: application/json, text/event-stream\r\ncontent-length: "
                            + 3 * MIB
                            + "\r\n\r\n"
                            + " ".repeat(3 * MIB - 1));
            var refused = client.answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().toString())
                    .contains("-31004", "\"phase\":\"budget\"", "\"step\":", "\"held\":")
                    .contains("\"limit\":" + 2 * MIB, "\"budget\":" + 4 * MIB)
                    .contains("\"executed\":\"no\"");
        }
    }
}

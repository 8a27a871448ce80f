package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import org.junit.jupiter.api.Test;

/** A line that arrives and for which there is no room. */
final class NoRoomTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void theRefusalSaysWhosePartIsFull() {
        try (var rig = new FrontRig(StdioSettings.DEFAULT, new Budget(4 * MIB))) {
            rig.send(FrontRig.initialize("2025-11-25"));
            rig.next();
            rig.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\""
                            + "x".repeat(3 * MIB)
                            + "\"}}");
            assertThat(rig.next().toString())
                    .contains("-31004", "\"phase\":\"budget\"", "\"step\":", "\"held\":")
                    .contains("\"limit\":" + 2 * MIB, "\"budget\":" + 4 * MIB)
                    .contains("\"executed\":\"no\"");
        }
    }
}

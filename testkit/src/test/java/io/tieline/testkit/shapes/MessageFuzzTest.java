package io.tieline.testkit.shapes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.List;

/**
 * Replays the seeds in {@code MessageFuzzTestInputs}: whatever is said to the gateway, it answers
 * and reports no fault of its own. The first byte chooses the way through the gateway, the rest are
 * the messages, one a line. With {@code JAZZER_FUZZ=1} in the environment it looks for more, one
 * test at a time:
 *
 * <pre>mvn -o -pl testkit test -Dtest='MessageFuzzTest#backend' -Djazzer.max_duration=10m</pre>
 */
final class MessageFuzzTest {

    private static final List<Setting> WAYS = Setting.all();
    private static final Duration LONG = Duration.ofHours(3);

    private static Setting way(byte[] input) {
        return WAYS.get(Byte.toUnsignedInt(input[0]) % WAYS.size());
    }

    private static List<String> lines(byte[] input) {
        return new String(input, 1, input.length - 1, UTF_8).lines().toList();
    }

    @FuzzTest
    void client(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var way = way(input);
        var world = new CoreWorld(way.backend(), way.settings());
        try (world) {
            if (way.isStateless()) {
                lines(input).forEach(world::stateless);
            } else {
                var client = world.handshaken(way.client());
                lines(input).forEach(client::send);
            }
            world.pass(LONG);
        }
        assertThat(world.faults()).isEmpty();
    }

    @FuzzTest
    void backend(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var way = way(input);
        var backend = way.backend();
        backend.upon(Method.TOOLS_CALL, (request, voice) -> lines(input).forEach(voice::sayOfThis));
        var world = new CoreWorld(backend, way.settings());
        RecordedReply reply;
        try (world) {
            reply =
                    way.isStateless()
                            ? world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\"")
                            : world.handshaken(way.client())
                                    .request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
            world.pass(LONG);
        }
        assertThat(world.faults()).isEmpty();
        assertThat(reply.isOver()).isTrue();
    }
}

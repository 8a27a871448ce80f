package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Notification;

/**
 * Replays the seeds in {@code RequestFuzzTestInputs}: nothing that a client writes beside its
 * messages is more than wrong. With {@code JAZZER_FUZZ=1} in the environment it looks for more, one
 * test at a time:
 *
 * <pre>mvn -o -pl http test -Dtest='RequestFuzzTest#headers' -Djazzer.max_duration=10m</pre>
 */
final class RequestFuzzTest {

    @FuzzTest
    void target(byte[] line) {
        var target = RequestTarget.of(new String(line, ISO_8859_1));
        if (target != null) {
            var id = target.parameter("sessionId");
            assertThat(id == null || target.isReadable()).isTrue();
            assertThat(target.path()).doesNotContain("?");
        }
    }

    /** Each line is a header. */
    @FuzzTest
    void headers(byte[] lines) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (var line : new String(lines, ISO_8859_1).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        var cookie = StateCookie.of(headers);
        assertThat(cookie == null ? "0".repeat(32) : cookie.value()).matches("[0-9a-f]{32}");
        assertThat(Accept.of(headers)).isNotNull();
        assertThat(new SentHeaders(headers).size()).isLessThanOrEqualTo(headers.size());
        assertThat(EventId.of(headers.get("last-event-id", "")).number()).isNotNegative();
        try {
            StatelessHeaders.check(Notification.of("notifications/x", null), headers);
        } catch (McpException refused) {
            assertThat(refused.error().message()).isNotEmpty();
        }
        assertThat(MetaKey.PROTOCOL_VERSION).isNotEmpty();
    }
}

package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.HeaderRules;
import java.net.URI;
import java.util.List;

/**
 * Replays the seeds in {@code AnswerFuzzTestInputs}: nothing that a server writes beside its
 * messages is more than wrong. With {@code JAZZER_FUZZ=1} in the environment it looks for more, one
 * test at a time:
 *
 * <pre>mvn -o -pl http test -Dtest='AnswerFuzzTest#headers' -Djazzer.max_duration=10m</pre>
 */
final class AnswerFuzzTest {

    private static final BackendAddress HERE =
            BackendAddress.of(URI.create("http://host:1/tools/sse?key=secret"));

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
        assertThat(ShortAnswer.encoding(headers)).isNotEqualTo("identity");
        assertThat(ResponseType.of(headers)).isNotNull();
        for (var header : headers) {
            var name = header.getKey();
            if (HeaderRules.isSendable(name, header.getValue(), true)) {
                assertThat(name + header.getValue()).doesNotContain("\r", "\n");
            }
        }
    }

    @FuzzTest
    void page(byte[] body) {
        var headers = new DefaultHttpHeaders();
        var words = new ShortAnswer(500, headers, body).words();
        assertThat(words == null ? "" : words).doesNotContain("\n", "\r");
        assertThat(new PageText(new String(body, UTF_8)).said()).isNotNull();
    }

    /** What an event stream says of where to POST. */
    @FuzzTest
    void endpoint(byte[] reference) {
        var text = new String(reference, UTF_8);
        assertThat(BackendAddress.shown(text)).doesNotContain("\n", "\r");
        var there = HERE.at(text);
        if (there != null) {
            assertThat(List.of(there.host(), there.port())).isEqualTo(List.of("host", 1));
            assertThat(there.target()).doesNotContain(" ", "\r", "\n");
        }
    }
}

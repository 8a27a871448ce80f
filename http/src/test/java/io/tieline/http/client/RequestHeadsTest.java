package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tieline.wire.Json;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequestHeadsTest {

    private static final UnpooledByteBufAllocator BYTES = UnpooledByteBufAllocator.DEFAULT;

    private Map<String, String> client = Map.of("authorization", "ann's", "x-user", "ann");
    private final RequestHeads heads =
            new RequestHeads(
                    BackendAddress.of(URI.create("http://127.0.0.1:1/mcp")),
                    new LinkHeaders(Map.of("x-key", "ours", "x-user", "nobody"), () -> client));

    private static String text(ByteBuf written) {
        try {
            return written.toString(UTF_8);
        } finally {
            written.release();
        }
    }

    private String post(Map<String, String> own) {
        return text(heads.post(BYTES, "/mcp", own, Json.of("{}")));
    }

    @Test
    void theClientsHeadersGoWithEveryRequestAndWinOverTheConfiguration() {
        for (var request :
                new String[] {
                    post(Map.of()),
                    text(heads.get(BYTES, "/mcp", Map.of(), null)),
                    text(heads.delete(BYTES, "/mcp"))
                }) {
            assertThat(request)
                    .contains("authorization: ann's\r\n", "x-key: ours\r\n", "x-user: ann\r\n")
                    .doesNotContain("nobody");
        }
    }

    @Test
    void theyAreThoseOfTheMomentWhenARequestLeaves() {
        assertThat(post(Map.of())).contains("authorization: ann's\r\n");
        client = Map.of("authorization", "renewed");
        assertThat(post(Map.of()))
                .contains("authorization: renewed\r\n", "x-user: nobody\r\n")
                .doesNotContain("ann");
    }

    @Test
    void aCallCarriesItsOwnAndNoneThatItsClientLeftOut() {
        assertThat(post(Map.of("authorization", "bob's", "x-user", "")))
                .contains("authorization: bob's\r\n", "x-user: nobody\r\n")
                .doesNotContain("ann");
        assertThat(post(Map.of("authorization", "", "x-user", "bob")))
                .contains("x-user: bob\r\n")
                .doesNotContain("authorization");
    }

    @Test
    void whatBelongsToAConnectionIsNotForwarded() {
        client = Map.of("host", "elsewhere", "mcp-session-id", "s", "x-odd", "a\nb");
        assertThat(post(Map.of())).doesNotContain("elsewhere", "mcp-session-id", "x-odd");
    }
}

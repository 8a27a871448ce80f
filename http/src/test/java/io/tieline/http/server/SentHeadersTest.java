package io.tieline.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.tieline.session.Caller;
import io.tieline.session.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SentHeadersTest {

    private final SentHeaders headers =
            new SentHeaders(
                    new DefaultHttpHeaders()
                            .add("X-Team", "red")
                            .add("Accept", "a")
                            .add("accept", "b"));

    @Test
    void namesAreLowerCaseAndRepeatedOnesAreJoined() {
        assertThat(headers).isEqualTo(Map.of("x-team", "red", "accept", "a, b"));
    }

    @Test
    void oneIsFoundByItsNameInLowerCaseAndByNoOther() {
        assertThat(headers.get("x-team")).isEqualTo("red");
        assertThat(headers.get("accept")).isEqualTo("a, b");
        assertThat(headers.get("X-Team")).isNull();
        assertThat(headers.get("absent")).isNull();
        assertThat(headers.containsKey("accept")).isTrue();
        assertThat(headers.containsKey("Accept")).isFalse();
    }

    @Test
    void thoseWithAPrefixAreFoundWithoutTheOthers() {
        assertThat(headers.startingWith("acc")).isEqualTo(Map.of("accept", "a, b"));
        assertThat(headers.startingWith("x-")).isEqualTo(Map.of("x-team", "red"));
        assertThat(headers.startingWith("y-")).isEmpty();
    }

    @Test
    void aCallerFindsThoseWithAPrefixInThem() {
        var caller = new Caller(Principal.LOCAL, headers);
        assertThat(caller.headersFrom("x-")).isEqualTo(Map.of("x-team", "red"));
        var copied = new Caller(Principal.LOCAL, Map.copyOf(headers));
        assertThat(copied.headersFrom("x-")).isEqualTo(Map.of("x-team", "red"));
        assertThat(copied.headersFrom("y-")).isEmpty();
    }

    @Test
    void oneWithAPrefixThatRepeatsOftenIsJoinedOnce() {
        var many = new DefaultHttpHeaders();
        for (int i = 0; i < 5000; i++) {
            many.add(i % 2 == 0 ? "Mcp-Param-A" : "mcp-param-a", "" + i);
        }
        assertThat(new SentHeaders(many).startingWith("mcp-param-").get("mcp-param-a"))
                .startsWith("0, 1, 2, ")
                .endsWith(", 4998, 4999");
    }

    @Test
    void oneThatRepeatsOftenIsJoinedInItsOrder() {
        var many = new DefaultHttpHeaders();
        for (int i = 0; i < 5000; i++) {
            many.add("a", "" + i);
        }
        assertThat(new SentHeaders(many).entrySet().iterator().next().getValue())
                .startsWith("0, 1, 2, ")
                .endsWith(", 4998, 4999");
    }
}

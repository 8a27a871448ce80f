package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a retry has in common with its first attempt, and with nothing else. */
final class RequestDigestTest {

    private static String of(String params) {
        var request = Request.of(Id.of(1), "tools/call", Json.of(params));
        return HexFormat.of().formatHex(RequestDigest.of("test", Caller.LOCAL, request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":1,"b":[1,{"c":2,"d":3}]} | {"b":[1,{"d":3,"c":2}],"a":1}
                    {"a":"x"}                     | {"a":"\\u0078"}
                    {"a":1}                       | {"a":1,"_meta":{"x":1},"requestState":"s"}
                    """)
    void theOrderOfMembersAndWhatMayChangeDoNotCount(String one, String other) {
        assertThat(of(one)).isEqualTo(of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":[1,2]}         | {"a":[2,1]}
                    {"a":[[1],2]}       | {"a":[[1,2]]}
                    {"a":{"b":1},"c":2} | {"a":{"b":1,"c":2}}
                    {"a":"1"}           | {"a":1}
                    {"a":{"_meta":1}}   | {"a":{"_meta":2}}
                    {"a":[]}            | {"a":{}}
                    {"a":"\\ud800"}      | {"a":"\\ufffd"}
                    {"a":"\\ud800"}      | {"a":"\\ud801"}
                    {"a":"\\ud800"}      | {"a":"?"}
                    {"a":"\\ud800"}      | {"a":"\\\\ud800"}
                    {"\\ud800":1}        | {"\\ufffd":1}
                    """)
    void allElseCounts(String one, String other) {
        assertThat(of(one)).isNotEqualTo(of(other));
    }

    @Test
    void depthIsNoMatterOfTheStack() throws Exception {
        var deep = "[{\"a\":".repeat(1000) + "1" + "}]".repeat(1000);
        var outcome = new Object[1];
        var small = new Thread(null, () -> outcome[0] = tried(deep), "small", 64 * 1024);
        small.start();
        small.join();
        assertThat(outcome[0]).isEqualTo(of("{\"a\":" + deep + "}"));
    }

    private static Object tried(String deep) {
        try {
            return of("{\"a\":" + deep + "}");
        } catch (StackOverflowError overflow) {
            return overflow;
        }
    }
}

package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Members are found by the names that were noted as a message was read. */
final class MemberNamesTest {

    private static final List<String> NAMES =
            List.of("", "a", "b", "ab", "aba", "é", "aé", "éa", "ab😀", "abcdefgh", "abcdefgi");

    @Test
    void eachNameFindsItsOwnMemberAndNoOther() throws MalformedException {
        StringBuilder members = new StringBuilder();
        for (String name : NAMES) {
            members.append(members.isEmpty() ? "" : ",").append(Json.string(name)).append(':');
            members.append(Json.string("value of " + name));
        }
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{" + members + "}}";
        Request request = (Request) Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
        Json params = request.params();
        assertThat(params).isNotNull();
        for (String name : NAMES) {
            assertThat(params.text(name)).isEqualTo("value of " + name);
        }
        for (String stranger : List.of("c", "A", "abc", "e", "aé ", "abcdefg", "bcdefgh", "ab😁")) {
            assertThat(params.get(stranger)).as(stranger).isNull();
        }
    }
}

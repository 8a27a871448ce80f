package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdTest {

    @Test
    void numbersAndStringsNeverMeet() throws MalformedException {
        assertThat(id("1")).isNotEqualTo(id("\"1\""));
        assertThat(id("9223372036854775808")).isNotEqualTo(id("\"9223372036854775808\""));
        assertThat(Id.of(1)).isEqualTo(id("1")).hasSameHashCodeAs(id("1"));
        assertThat(Id.of("1")).isEqualTo(id("\"1\"")).hasSameHashCodeAs(id("\"1\""));
    }

    @Test
    void aStringTellsTheIntegerThatItSpells() throws MalformedException {
        assertThat(Id.of("17").unquoted()).isEqualTo(Id.of(17));
        assertThat(Id.of("-9223372036854775808").unquoted()).isEqualTo(Id.of(Long.MIN_VALUE));
        for (String other :
                List.of("", "017", "+17", "1.0", " 17", "a", "-0", "9223372036854775808", "１７")) {
            assertThat(Id.of(other).unquoted()).as(other).isNull();
        }
        assertThat(Id.of(17).unquoted()).isNull();
    }

    @Test
    void integersBeyondDoublesAndLongsAreExact() throws MalformedException {
        List<String> neighbours =
                List.of(
                        "9007199254740992",
                        "9007199254740993",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "-9223372036854775809",
                        "123456789012345678901234567890",
                        "123456789012345678901234567891");
        Set<Id> distinct = new HashSet<>();
        for (String text : neighbours) {
            assertThat(id(text)).hasToString(text).isEqualTo(id(text));
            distinct.add(id(text));
        }
        assertThat(distinct).hasSameSizeAs(neighbours);
        assertThat(id("9223372036854775807")).isEqualTo(Id.of(Long.MAX_VALUE));
        assertThat(id("-9223372036854775808")).isEqualTo(Id.of(Long.MIN_VALUE));
    }

    @Test
    void equalHoweverWrittenAndSentBackAsReceived() throws MalformedException {
        assertThat(id("\"\\u0061\\/\"")).isEqualTo(Id.of("a/")).hasToString("\"\\u0061\\/\"");
        assertThat(id("-0")).isEqualTo(Id.of(0)).hasToString("-0");
        assertThat(id("\"\\ud800\"")).isNotEqualTo(id("\"\\ud801\"")).isNotEqualTo(Id.of("\ufffd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null", "true", "false", "1.0", "1.5", "1e2", "1E2", "-1e0", "[]", "{}", "[1]"
            })
    void refuses(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> id(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void refusesWhatIsTooLongToKeep() throws MalformedException {
        assertThat(id("\"" + "a".repeat(1022) + "\"")).isNotNull();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> id("\"" + "a".repeat(1023) + "\""));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> id("1".repeat(1025)));
    }

    @Test
    void keepsNoMessageAlive() throws MalformedException {
        Json message = Json.of("{\"id\":17,\"params\":{}}");
        Json member = message.members().getFirst().value();
        assertThat(Id.of(member).json().array()).hasSize(2);
    }

    @Test
    void idsAreEqualIfAndOnlyIfKindAndValueAre() throws MalformedException {
        SplittableRandom random = new SplittableRandom(20251125);
        List<Object> values = new ArrayList<>();
        List<Id> ids = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Object value = random.nextBoolean() ? (Object) randomLong(random) : randomText(random);
            values.add(value);
            ids.add(id(written(value, random)));
        }
        for (int i = 0; i < ids.size(); i++) {
            for (int j = 0; j < ids.size(); j++) {
                boolean same = values.get(i).equals(values.get(j));
                assertThat(ids.get(i).equals(ids.get(j))).isEqualTo(same);
                if (same) {
                    assertThat(ids.get(i)).hasSameHashCodeAs(ids.get(j));
                }
            }
        }
    }

    private static long randomLong(SplittableRandom random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append("01a/\"\\é\n".charAt(random.nextInt(8)));
        }
        return text.toString();
    }

    /** One of the many ways to write it. */
    private static String written(Object value, SplittableRandom random) {
        if (value instanceof Long number) {
            return Long.toString(number);
        }
        StringBuilder literal = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            boolean escape = c < ' ' || c == '"' || c == '\\' || random.nextInt(4) == 0;
            literal.append(escape ? "\\u%04x".formatted((int) c) : String.valueOf(c));
        }
        return literal.append('"').toString();
    }

    private static Id id(String text) throws MalformedException {
        return Id.of(Json.of(text));
    }
}

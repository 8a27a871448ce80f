package io.tieline.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs is named by its place, and what does not count is not. */
final class JsonDifferencesTest {

    private static List<String> between(String recorded, String now) {
        return JsonDifferences.between(Json.of(recorded), Json.of(now), Set.of("_meta"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2}|{\"b\":2.0,\"a\":10e-1}",
                "{\"a\":\"***\"}|{\"a\":[1]}",
                "{\"a\":\"at *** and *** o'clock\"}|{\"a\":\"at 1 and 2 o'clock\"}",
                "{\"_meta\":{\"x\":1}}|{}",
                "[\"\\u00e9\"]|[\"é\"]"
            })
    void theseAreTheSame(String recorded, String now) {
        assertThat(between(recorded, now)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a/b\":[1,2]}|{\"a/b\":[1,3]}|/a~1b/1: recorded 2, now 3",
                "{\"a\":1}|{}|/a: recorded 1, now missing",
                "{}|{\"a~\":1}|/a~0: not recorded, now 1",
                "{\"a\":\"x *** y\"}|{\"a\":\"x 1 z\"}|/a: recorded \"x *** y\", now \"x 1 z\"",
                "1|\"1\"|(all of it): recorded 1, now \"1\""
            })
    void theseDifferAtOnePlace(String recorded, String now, String difference) {
        assertThat(between(recorded, now)).containsExactly(difference);
    }

    @Test
    void ofLongTextsThePlaceIsShownWhereTheyPart() {
        var alike = "x".repeat(200);
        assertThat(between("\"" + alike + "one\"", "\"" + alike + "two\""))
                .singleElement()
                .asString()
                .endsWith("xxxone\", now ...xxxxxxxxxxxxxxxxxxxxtwo\"");
    }
}

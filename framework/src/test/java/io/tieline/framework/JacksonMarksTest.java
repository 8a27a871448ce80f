package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tieline.wire.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Jackson's annotations mean in a schema what they mean to Jackson, or are refused. */
final class JacksonMarksTest {

    record Alias(@JsonAlias({"q", "search"}) String query) {}

    record Ignoring(String name, @JsonIgnore @Nullable String secret, @JsonIgnore int count) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Snake(int maxResults, @JsonProperty("as-is") String otherName) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Sparse(String name, List<String> tags) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Plain(String name) {
        @JsonCreator
        Plain {}
    }

    @JsonSubTypes({
        @JsonSubTypes.Type(value = Round.class, name = "round"),
        @JsonSubTypes.Type(Flat.class)
    })
    sealed interface Form {}

    record Round(int radius) implements Form {}

    record Flat(int width) implements Form {}

    sealed interface Outcome<T> {}

    record Good<V>(V value) implements Outcome<V> {}

    record Bad<W>(String why) implements Outcome<W> {}

    record Reported(Outcome<Integer> outcome) {}

    record Pair<T>(T first) {}

    record Day(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

    record Email(@JsonValue String text) {}

    record Mail(Email to) {}

    record Wrapped(@JsonUnwrapped Alias inner) {}

    record Made(String text) {
        @JsonCreator
        static Made of(String text) {
            return new Made(text);
        }
    }

    record Hidden(@JsonProperty(access = JsonProperty.Access.READ_ONLY) String id) {}

    @JsonIgnoreProperties("name")
    record Without(String name) {}

    @Test
    void anAliasIsTakenForTheNameThatIsListed() {
        var schema = RecordSchema.of(Alias.class);
        assertThat(schema.get("required")).isEqualTo(Json.of("[\"query\"]"));
        for (var name : List.of("query", "q", "search")) {
            assertThat(JsonTypes.fromJson(Json.object(name, "x"), Alias.class))
                    .isEqualTo(new Alias("x"));
        }
        assertThatThrownBy(() -> JsonTypes.fromJson(Json.object("other", "x"), Alias.class))
                .hasMessage("query is missing");
    }

    @Test
    void anIgnoredComponentIsNeitherListedNorReadNorWritten() {
        var schema = RecordSchema.of(Ignoring.class);
        assertThat(JsonMembers.object(schema, "properties").members()).hasSize(1);
        var sent = Json.of("{\"name\":\"a\",\"secret\":\"b\",\"count\":5}");
        assertThat(JsonTypes.fromJson(sent, Ignoring.class)).isEqualTo(new Ignoring("a", null, 0));
        assertThat(JsonTypes.toJson(new Ignoring("a", "b", 5)))
                .isEqualTo(Json.of("{\"name\":\"a\"}"));
    }

    @Test
    void aNamingStrategyNamesWhatIsListedReadAndWritten() {
        var json = Json.of("{\"max_results\":3,\"as-is\":\"x\"}");
        var snake = new Snake(3, "x");
        assertThat(JsonTypes.toJson(snake)).isEqualTo(json);
        assertThat(JsonTypes.fromJson(json, Snake.class)).isEqualTo(snake);
        assertThat(RecordSchema.of(Snake.class).get("required"))
                .isEqualTo(Json.of("[\"max_results\",\"as-is\"]"));
        assertThatThrownBy(() -> JsonTypes.fromJson(Json.object("as-is", "x"), Snake.class))
                .hasMessage("max_results is missing");
    }

    @Test
    void whatIsLeftOutWhenItIsEmptyIsNotPromised() {
        var schema = RecordSchema.written(Sparse.class);
        assertThat(schema.get("required")).isNull();
        new OutputCheck("sparse", schema).require(JsonTypes.toJson(new Sparse("a", List.of())));
        assertThat(RecordSchema.of(Sparse.class).get("required"))
                .isEqualTo(Json.of("[\"name\",\"tags\"]"));
    }

    @Test
    void whatChangesNothingIsLeftAlone() {
        assertThat(JsonTypes.fromJson(Json.object("name", "a"), Plain.class))
                .isEqualTo(new Plain("a"));
    }

    @Test
    void theNamesOfSubTypesTellRecordsApart() {
        var json = Json.of("{\"type\":\"round\",\"radius\":1}");
        assertThat(JsonTypes.toJson(new Round(1))).isEqualTo(json);
        assertThat(JsonTypes.fromJson(json, Form.class)).isEqualTo(new Round(1));
        assertThat(JsonTypes.fromJson(JsonTypes.toJson(new Flat(2)), Form.class))
                .isEqualTo(new Flat(2));
    }

    @Test
    void aSealedInterfaceWithTypeVariablesIsCheckedByWhatTheyStandFor() {
        var json = Json.of("{\"outcome\":{\"type\":\"Good\",\"value\":5}}");
        assertThat(JsonTypes.fromJson(json, Reported.class)).isEqualTo(new Reported(new Good<>(5)));
        var wrong = Json.of("{\"outcome\":{\"type\":\"Good\",\"value\":\"x\"}}");
        assertThatThrownBy(() -> JsonTypes.fromJson(wrong, Reported.class))
                .hasMessageStartingWith("outcome.value: \"x\" is no whole number");
    }

    @Test
    void aRecordOfASealedInterfaceSaysWhichItIsWhereverItStands() {
        var round = "{\"type\":\"round\",\"radius\":1}";
        assertThat(JsonTypes.toJson(List.of(new Round(1), new Flat(2))))
                .isEqualTo(Json.of("[" + round + ",{\"type\":\"Flat\",\"width\":2}]"));
        assertThat(JsonTypes.toJson(Map.of("e", new Round(1))))
                .isEqualTo(Json.of("{\"e\":" + round + "}"));
        assertThat(JsonTypes.toJson(new Pair<>(new Round(1))))
                .isEqualTo(Json.of("{\"first\":" + round + "}"));
        assertThat(JsonTypes.toJson(new Pair<>(List.of(new Round(1)))))
                .isEqualTo(Json.of("{\"first\":[" + round + "]}"));
        assertThat(JsonTypes.toJson(new Form[] {new Round(1)}))
                .isEqualTo(Json.of("[" + round + "]"));
        assertThat(JsonTypes.toJson(Optional.of(new Round(1)))).isEqualTo(Json.of(round));
        assertThat(JsonTypes.toJson(new Round(1))).isEqualTo(Json.of(round));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Day.class,
                Mail.class,
                Wrapped.class,
                Made.class,
                Hidden.class,
                Without.class
            })
    void whatNoSchemaFollowsIsRefusedWithItsPlace(Class<?> type) {
        assertThatThrownBy(() -> RecordSchema.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(JacksonMarksTest.class.getName())
                .hasMessageContaining(" has @Json")
                .hasMessageContaining("take the annotation away");
        RecordSchema.written(type);
    }

    @Test
    void aResultThatJacksonWritesInItsOwnWayFitsItsSchema() {
        var day = JsonTypes.toJson(new Day(LocalDate.of(2026, 1, 2)));
        assertThat(day).isEqualTo(Json.of("{\"day\":\"02.01.2026\"}"));
        new OutputCheck("day", RecordSchema.written(Day.class)).require(day);
        var mail = JsonTypes.toJson(new Mail(new Email("a@b")));
        assertThat(mail).isEqualTo(Json.of("{\"to\":\"a@b\"}"));
        new OutputCheck("mail", RecordSchema.written(Mail.class)).require(mail);
    }

    @Test
    void charactersAreTextInTheirSchemaAsTheyAreInJson() {
        @SuppressWarnings("ArrayRecordComponent") // what is shown here
        record Letters(char[] all) {}
        var json = JsonTypes.toJson(new Letters(new char[] {'a', 'b'}));
        assertThat(json).isEqualTo(Json.of("{\"all\":\"ab\"}"));
        new OutputCheck("letters", RecordSchema.written(Letters.class)).require(json);
        assertThat(JsonTypes.fromJson(json, Letters.class).all()).containsExactly('a', 'b');
    }

    @Test
    void bytesNeedNoPaddingAndAFloatStaysFinite() {
        @SuppressWarnings("ArrayRecordComponent") // it is what is tested
        record Raw(byte[] data, float ratio) {}
        var read = JsonTypes.fromJson(Json.of("{\"data\":\"QQ\",\"ratio\":1.5}"), Raw.class);
        assertThat(read.data()).containsExactly('A');
        assertThatThrownBy(() ->
                        JsonTypes.fromJson(
                                Json.of("{\"data\":\"QQ==\",\"ratio\":1e300}"), Raw.class))
                .hasMessage("ratio: 1e300 is no number that a float can hold");
    }
}

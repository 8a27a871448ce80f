package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tieline.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RecordSchemaTest {

    enum Colour {
        RED,
        GREEN
    }

    record Everything(
            String text,
            int whole,
            long big,
            double decimal,
            boolean flag,
            Colour colour,
            List<Colour> colours,
            LocalDate day,
            @Nullable String maybe,
            Optional<Integer> perhaps,
            @JsonProperty(value = "full-name", defaultValue = "Bob")
                    @JsonPropertyDescription("Who it is")
                    String name,
            @JsonProperty(defaultValue = "3") int times) {}

    record Point(int x, int y) {}

    record Shape(List<Point> points, Map<String, Double> weights) {}

    record Loop(List<Loop> next) {}

    record Odd(Thread anything) {}

    @Test
    void aFormHasAFieldForEachComponent() {
        assertThat(RecordSchema.form(Everything.class))
                .isEqualTo(
                        Json.of(
                                """
                                {"type":"object","properties":{\
                                "text":{"type":"string"},\
                                "whole":{"type":"integer"},\
                                "big":{"type":"integer"},\
                                "decimal":{"type":"number"},\
                                "flag":{"type":"boolean"},\
                                "colour":{"type":"string","enum":["RED","GREEN"]},\
                                "colours":{"type":"array","items":{"type":"string","enum":["RED","GREEN"]}},\
                                "day":{"type":"string","format":"date"},\
                                "maybe":{"type":"string"},\
                                "perhaps":{"type":"integer"},\
                                "full-name":{"type":"string","description":"Who it is","default":"Bob"},\
                                "times":{"type":"integer","default":3}},\
                                "required":["text","whole","big","decimal","flag","colour","colours","day"]}\
                                """));
    }

    @Test
    void whatTheSchemaPromisesIsReadBackAndWrittenAlike() {
        var json =
                Json.of(
                        """
                        {"text":"t","whole":1,"big":9007199254740993,"decimal":2.5,"flag":true,\
                        "colour":"GREEN","colours":["RED"],"day":"2026-02-28","perhaps":7,\
                        "full-name":"Al","times":2}\
                        """);
        var read = JsonTypes.fromJson(json, Everything.class);
        assertThat(read)
                .isEqualTo(
                        new Everything(
                                "t",
                                1,
                                9007199254740993L,
                                2.5,
                                true,
                                Colour.GREEN,
                                List.of(Colour.RED),
                                LocalDate.of(2026, 2, 28),
                                null,
                                Optional.of(7),
                                "Al",
                                2));
        assertThat(JsonTypes.toJson(read)).isEqualTo(json);
    }

    @Test
    void whatIsLeftOutHasItsDefaultAndWhatHasNoneIsMissed() {
        record Inner(@JsonProperty(defaultValue = "GREEN") Colour colour, int n) {}
        record Outer(Inner one, List<Inner> many, @JsonProperty(defaultValue = "7") int times) {}
        assertThat(
                        JsonTypes.fromJson(
                                Json.of(
                                        "{\"one\":{\"n\":1},\"many\":[{\"n\":2,\"colour\":\"RED\"}]}"),
                                Outer.class))
                .isEqualTo(
                        new Outer(
                                new Inner(Colour.GREEN, 1), List.of(new Inner(Colour.RED, 2)), 7));
        assertThatThrownBy(
                        () -> JsonTypes.fromJson(Json.of("{\"one\":{},\"many\":[]}"), Outer.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one.n is missing");
        assertThatThrownBy(() ->
                        JsonTypes.fromJson(
                                Json.of("{\"one\":{\"n\":1},\"many\":[{\"n\":\"x\"}]}"),
                                Outer.class))
                .hasMessage("many[0].n: \"x\" is no whole number from -2147483648 to 2147483647");
    }

    @Test
    void aToolsArgumentsMayBeNested() {
        assertThat(Tool.of("draw").withInput(Shape.class).inputSchema())
                .isEqualTo(
                        Json.of(
                                """
                                {"type":"object","properties":{"points":{"type":"array","items":\
                                {"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"integer"}},\
                                "required":["x","y"]}},\
                                "weights":{"type":"object","additionalProperties":{"type":"number"}}},\
                                "required":["points","weights"]}\
                                """));
    }

    enum Mood {
        @JsonProperty("very-good")
        GOOD,
        BAD
    }

    record Page<T>(List<T> items, Optional<T> next) {}

    @SuppressWarnings("ArrayRecordComponent") // they are what is tested
    @Description("Everything that there is")
    record All(
            UUID id,
            Duration time,
            Period period,
            OptionalInt number,
            OptionalLong big,
            OptionalDouble part,
            byte[] bytes,
            Mood mood,
            Set<String> words,
            Map<Mood, Integer> moods,
            Map<String, Object> free,
            Json json,
            JsonNode node,
            Object any,
            Page<Point> page,
            BigDecimal amount,
            BigInteger huge,
            char letter,
            short small,
            URI uri,
            OffsetDateTime when,
            ZonedDateTime there,
            LocalDateTime local,
            LocalTime clock,
            int[] array,
            Point[] points,
            @Description("How many") @Nullable Integer many) {}

    private static final Json ALL =
            Json.of(
                    """
                    {"id":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","time":"PT1M30S","period":"P7D",\
                    "number":1,"big":2,"part":0.5,"bytes":"AQI=","mood":"very-good","words":["a"],\
                    "moods":{"BAD":1},"free":{"a":[1,null]},"json":{"b":[2.50,1e400,{},"x\\n"]},"node":[1],"any":"x",\
                    "page":{"items":[{"x":1,"y":2}],"next":{"x":3,"y":4}},"amount":1.10,\
                    "huge":123456789012345678901234567890,"letter":"q","small":7,\
                    "uri":"https://example.org/a","when":"2026-02-28T10:00:00+01:00",\
                    "there":"2026-02-28T10:00:00+01:00","local":"2026-02-28T10:00:00",\
                    "clock":"10:30:00","array":[1,2],"points":[{"x":0,"y":0}],"many":3}\
                    """);

    @Test
    void everyTypeThatHasASchemaIsReadAndWrittenAlike() {
        var read = JsonTypes.fromJson(ALL, All.class);
        assertThat(read.page())
                .isEqualTo(new Page<>(List.of(new Point(1, 2)), Optional.of(new Point(3, 4))));
        assertThat(read.free()).containsEntry("a", Arrays.asList(1, null));
        assertThat(read.bytes()).containsExactly(1, 2);
        assertThat(read.time()).isEqualTo(Duration.ofSeconds(90));
        assertThat(read.number()).hasValue(1);
        assertThat(read.json()).isEqualTo(ALL.get("json"));
        var written = JsonTypes.toJson(read);
        assertThat(JsonTypes.toTree(written)).isEqualTo(JsonTypes.toTree(ALL));
        new OutputCheck("all", RecordSchema.of(All.class)).require(written);
    }

    @Test
    void whatMayBeLeftOutIsLeftOutOfWhatIsWrittenToo() {
        record Maybe(
                OptionalInt number,
                OptionalLong big,
                OptionalDouble part,
                Optional<String> text,
                @Nullable Point point) {}
        var none = JsonTypes.fromJson(Json.EMPTY_OBJECT, Maybe.class);
        assertThat(none)
                .isEqualTo(
                        new Maybe(
                                OptionalInt.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                null));
        assertThat(JsonTypes.toJson(none)).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(
                        JsonTypes.fromJson(
                                Json.of("{\"number\":null,\"text\":null,\"point\":null}"),
                                Maybe.class))
                .isEqualTo(none);
        assertThat(RecordSchema.of(Maybe.class).get("required")).isNull();
    }

    @Test
    void theSchemaOfEachTypeSaysWhatItIs() {
        var schema = RecordSchema.of(All.class);
        property(schema, "id", "{\"type\":\"string\",\"format\":\"uuid\"}");
        property(schema, "time", "{\"type\":\"string\",\"format\":\"duration\"}");
        property(schema, "number", "{\"type\":\"integer\"}");
        property(schema, "part", "{\"type\":\"number\"}");
        property(schema, "bytes", "{\"type\":\"string\",\"contentEncoding\":\"base64\"}");
        property(schema, "mood", "{\"type\":\"string\",\"enum\":[\"very-good\",\"BAD\"]}");
        property(
                schema,
                "words",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true}");
        property(
                schema,
                "moods",
                """
                {"type":"object","propertyNames":{"type":"string","enum":["very-good","BAD"]},\
                "additionalProperties":{"type":"integer"}}\
                """);
        property(schema, "free", "{\"type\":\"object\"}");
        property(schema, "json", "{}");
        property(schema, "node", "{}");
        property(schema, "any", "{}");
        property(schema, "letter", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":1}");
        property(schema, "many", "{\"type\":\"integer\",\"description\":\"How many\"}");
        assertThat(schema.text("description")).isEqualTo("Everything that there is");
        assertThat(schema.at("properties", "page", "properties", "items", "items"))
                .isEqualTo(RecordSchema.of(Point.class));
    }

    private static void property(Json schema, String name, String expected) {
        assertThat(schema.at("properties", name)).isEqualTo(Json.of(expected));
    }

    @Test
    void eachMisfitIsNamedByItsPlaceAndWhatWasExpected() {
        misfit("id", "\"1-1-1-1-1\"", "id: \"1-1-1-1-1\" is no UUID");
        misfit(
                "time",
                "\"5 minutes\"",
                "time: \"5 minutes\" is no ISO-8601 duration, such as PT30S");
        misfit(
                "number",
                "\"1\"",
                "number: \"1\" is no whole number from -2147483648 to 2147483647");
        misfit("number", "1.5", "number: 1.5 is no whole number from -2147483648 to 2147483647");
        misfit(
                "big",
                "1e400",
                "big: 1e400 is no whole number from -9223372036854775808 to 9223372036854775807");
        misfit("huge", "1e999999999", "huge: 1e999999999 is no whole number");
        misfit("huge", "1e-999999999", "huge: 1e-999999999 is no whole number");
        misfit("part", "1e400", "part: 1e400 is no number that a double can hold");
        misfit("bytes", "\"?\"", "bytes: \"?\" is no Base64 text");
        misfit("mood", "\"GOOD\"", "mood: \"GOOD\" is none of very-good, BAD");
        misfit("moods", "{\"UGLY\":1}", "moods.UGLY: \"UGLY\" is none of very-good, BAD");
        misfit(
                "moods",
                "{\"BAD\":true}",
                "moods.BAD: true is no whole number from -2147483648 to 2147483647");
        misfit("free", "[]", "free: an array is no object");
        misfit("page", "{\"items\":[{\"x\":1}]}", "page.items[0].y is missing");
        misfit("letter", "\"qq\"", "letter: \"qq\" is no single character");
        misfit("small", "40000", "small: 40000 is no whole number from -32768 to 32767");
        misfit("uri", "\"a b\"", "uri: \"a b\" is no URI");
        misfit(
                "array",
                "[1,\"a\"]",
                "array[1]: \"a\" is no whole number from -2147483648 to 2147483647");
        misfit(
                "when",
                "\"2026-02-28\"",
                "when: \"2026-02-28\" is no ISO-8601 date and time with an offset");
    }

    private static void misfit(String name, String value, String message) {
        assertThatThrownBy(() -> JsonTypes.fromJson(ALL.with(name, Json.of(value)), All.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    sealed interface Vehicle {}

    sealed interface Powered extends Vehicle {}

    record Bike(int gears) implements Vehicle {}

    @JsonTypeName("car")
    record Car(int seats) implements Powered {}

    record Lorry(double load) implements Powered {}

    record Fleet(List<Vehicle> vehicles) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Kind {}

    record Typed(String type) implements Kind {}

    sealed interface Clash {}

    record Clashing(String type) implements Clash {}

    record Clashes(Clash clash) {}

    @Test
    void aSealedInterfaceIsOneOfItsRecordsAndComesBackAsTheSame() {
        var fleet = new Fleet(List.of(new Bike(3), new Car(5), new Lorry(7.5)));
        var json = JsonTypes.toJson(fleet);
        assertThat(json)
                .isEqualTo(
                        Json.of(
                                """
                                {"vehicles":[{"type":"Bike","gears":3},{"type":"car","seats":5},\
                                {"type":"Lorry","load":7.5}]}\
                                """));
        assertThat(JsonTypes.fromJson(json, Fleet.class)).isEqualTo(fleet);
        assertThat(RecordSchema.of(Vehicle.class))
                .isEqualTo(
                        Json.of(
                                """
                                {"type":"object","oneOf":[\
                                {"type":"object","properties":{"type":{"type":"string","const":"car"},\
                                "seats":{"type":"integer"}},"required":["type","seats"]},\
                                {"type":"object","properties":{"type":{"type":"string","const":"Lorry"},\
                                "load":{"type":"number"}},"required":["type","load"]},\
                                {"type":"object","properties":{"type":{"type":"string","const":"Bike"},\
                                "gears":{"type":"integer"}},"required":["type","gears"]}]}\
                                """));
        new OutputCheck("fleet", RecordSchema.of(Fleet.class)).require(json);
    }

    @Test
    void aRecordOfASealedInterfaceIsAlsoReadByItself() {
        assertThat(JsonTypes.fromJson(Json.of("{\"gears\":3}"), Bike.class)).isEqualTo(new Bike(3));
        assertThat(JsonTypes.fromJson(JsonTypes.toJson(new Bike(3)), Bike.class))
                .isEqualTo(new Bike(3));
        assertThat(JsonTypes.toJson(new Clashing("a"))).isEqualTo(Json.of("{\"type\":\"a\"}"));
    }

    @Test
    void theMemberThatTellsTheRecordsApartCanBeNamed() {
        var json = Json.of("{\"kind\":\"Typed\",\"type\":\"a\"}");
        assertThat(JsonTypes.toJson(new Typed("a"))).isEqualTo(json);
        assertThat(JsonTypes.fromJson(json, Kind.class)).isEqualTo(new Typed("a"));
        assertThatThrownBy(() -> RecordSchema.of(Clashes.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"type\"")
                .hasMessageContaining("@JsonTypeInfo");
    }

    @Test
    void aFormKnowsTheFormatsThatClientsKnow() {
        record Form(UUID id, LocalDate day, @Description("Who") String name) {}
        assertThat(RecordSchema.form(Form.class))
                .isEqualTo(
                        Json.of(
                                """
                                {"type":"object","properties":{"id":{"type":"string"},\
                                "day":{"type":"string","format":"date"},\
                                "name":{"type":"string","description":"Who"}},\
                                "required":["id","day","name"]}\
                                """));
    }

    @Test
    void aDefaultThatDoesNotFitIsRefused() {
        record Wrong(@JsonProperty(defaultValue = "many") int times) {}
        assertThatThrownBy(() -> RecordSchema.of(Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("times")
                .hasMessageContaining("many");
    }

    @Test
    void whatIsWrittenMayBeOfAnyTypeAndContainItself() {
        record Tree(String name, List<Tree> children, Thread thread) {}
        assertThat(RecordSchema.written(Tree.class))
                .isEqualTo(
                        Json.of(
                                """
                                {"type":"object","properties":{"name":{"type":"string"},\
                                "children":{"type":"array","items":{}},"thread":{}},\
                                "required":["name","children","thread"]}\
                                """));
    }

    @Test
    void aFormIsFlat() {
        assertThatThrownBy(() -> RecordSchema.form(Shape.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("points");
    }

    @Test
    void whatHasNoSchemaIsRefusedByName() {
        assertThatThrownBy(() -> RecordSchema.of(Odd.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("anything");
        assertThatThrownBy(() -> RecordSchema.of(Loop.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contains itself");
    }
}

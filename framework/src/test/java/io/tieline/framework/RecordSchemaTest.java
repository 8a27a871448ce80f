package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tieline.wire.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    record Odd(Object anything) {}

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
        var read = Binding.fromJson(json, Everything.class);
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
        assertThat(Binding.toJson(read)).isEqualTo(json);
    }

    @Test
    void whatIsLeftOutHasItsDefaultAndWhatHasNoneIsMissed() {
        record Inner(@JsonProperty(defaultValue = "GREEN") Colour colour, int n) {}
        record Outer(Inner one, List<Inner> many, @JsonProperty(defaultValue = "7") int times) {}
        assertThat(
                        Binding.fromJson(
                                Json.of(
                                        "{\"one\":{\"n\":1},\"many\":[{\"n\":2,\"colour\":\"RED\"}]}"),
                                Outer.class))
                .isEqualTo(
                        new Outer(
                                new Inner(Colour.GREEN, 1), List.of(new Inner(Colour.RED, 2)), 7));
        assertThatThrownBy(() -> Binding.fromJson(Json.of("{\"one\":{},\"many\":[]}"), Outer.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The value n is missing");
        assertThatThrownBy(() ->
                        Binding.fromJson(
                                Json.of("{\"one\":{\"n\":1},\"many\":[{\"n\":\"x\"}]}"),
                                Outer.class))
                .hasMessage("The value many.0.n does not fit");
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

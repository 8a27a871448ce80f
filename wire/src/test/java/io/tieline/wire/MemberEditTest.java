package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MemberEditTest {
    private static final Json X = Json.string("x");

    @Test
    void replacesAMemberWhereItStands() {
        assertThat(Json.of("{ \"a\" : 1.50 , \"b\":2 }").with("a", X))
                .hasToString("{ \"a\" : \"x\" , \"b\":2 }");
        assertThat(Json.of("{\"\\u0061\":[1,2]}").with("a", X)).hasToString("{\"\\u0061\":\"x\"}");
    }

    @Test
    void appendsAMemberThatIsMissing() {
        assertThat(Json.of("{}").with("a", X)).hasToString("{\"a\":\"x\"}");
        assertThat(Json.of("{ }").with("a", X)).hasToString("{ \"a\":\"x\"}");
        assertThat(Json.of("{\"b\":{ } }").with("a\n", X))
                .hasToString("{\"b\":{ } ,\"a\\n\":\"x\"}");
    }

    @Test
    void replacesAndCreatesWhatIsNested() {
        Json json = Json.of("{\"a\":{\"b\":{\"c\":1}},\"d\":null}");
        assertThat(json.with(List.of("a", "b", "c"), X))
                .hasToString("{\"a\":{\"b\":{\"c\":\"x\"}},\"d\":null}");
        assertThat(json.with(List.of("a", "e", "f"), X))
                .hasToString("{\"a\":{\"b\":{\"c\":1},\"e\":{\"f\":\"x\"}},\"d\":null}");
        assertThat(json.with(List.of("d", "e", "f"), X))
                .hasToString("{\"a\":{\"b\":{\"c\":1}},\"d\":{\"e\":{\"f\":\"x\"}}}");
        assertThat(json.with(List.of("g", "h"), X))
                .hasToString("{\"a\":{\"b\":{\"c\":1}},\"d\":null,\"g\":{\"h\":\"x\"}}");
    }

    @Test
    void editsASliceWithoutItsSurroundings() {
        Json slice = Json.of("[0,{\"a\":1},2]").elements().get(1);
        assertThat(slice.with("a", X)).hasToString("{\"a\":\"x\"}");
        assertThat(slice.without("a")).hasToString("{}");
    }

    @Test
    void removesAMemberWithOneComma() {
        Json json = Json.of("{ \"a\":1 , \"b\":2 ,\"c\":3 }");
        assertThat(json.without("a")).hasToString("{ \"b\":2 ,\"c\":3 }");
        assertThat(json.without("b")).hasToString("{ \"a\":1 ,\"c\":3 }");
        assertThat(json.without("c")).hasToString("{ \"a\":1 , \"b\":2 }");
        assertThat(Json.of("{ \"a\":1 }").without("a")).hasToString("{  }");
        assertThat(json.without("d")).isSameAs(json);
    }

    @Test
    void removesWhatIsNested() {
        Json json = Json.of("{\"a\":{\"b\":{\"c\":1,\"d\":2}}}");
        assertThat(json.without(List.of("a", "b", "c"))).hasToString("{\"a\":{\"b\":{\"d\":2}}}");
        assertThat(json.without(List.of("a", "x", "c"))).isSameAs(json);
        assertThat(json.without(List.of("a", "b", "c", "e"))).isSameAs(json);
    }

    @Test
    void leavesNoOldValueOfARepeatedMember() {
        Json json = Json.of("{\"a\":1,\"b\":2,\"a\":3,\"\\u0061\":4,\"c\":5}");
        assertThat(json.with("a", X)).hasToString("{\"b\":2,\"\\u0061\":\"x\",\"c\":5}");
        assertThat(json.without("a")).hasToString("{\"b\":2,\"c\":5}");
        assertThat(Json.of("{\"a\":1,\"a\":2}").without("a")).hasToString("{}");
        assertThat(Json.of("{\"b\":0,\"a\":1,\"a\":2}").without("a")).hasToString("{\"b\":0}");
    }

    @Test
    void anEmptyPathIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.EMPTY_OBJECT.with(List.of(), X));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.EMPTY_OBJECT.without(List.of()));
    }
}

package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static Map<String, Json> members(Object... nameThenValue) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < nameThenValue.length; i += 2) {
            members.put((String) nameThenValue[i], (Json) nameThenValue[i + 1]);
        }
        return members;
    }

    @Test
    void setsManyMembersAtOnce() {
        Json json = Json.of("{ \"a\":1.50 , \"b\":2 }");
        assertThat(json.withAll(members("b", X, "c", Json.NULL, "d\n", X)))
                .hasToString("{ \"a\":1.50 , \"b\":\"x\" ,\"c\":null,\"d\\n\":\"x\"}");
        assertThat(Json.of("{ }").withAll(members("a", X, "b", X)))
                .hasToString("{ \"a\":\"x\",\"b\":\"x\"}");
        assertThat(json.withAll(members("a", X)).get("a")).isEqualTo(X);
        assertThat(json.withAll(Map.of())).isSameAs(json);
    }

    @Test
    void aRepeatedMemberIsSetWhereverItStands() {
        assertThat(Json.of("{\"a\":1,\"\\u0061\":2}").withAll(Map.of("a", X)))
                .hasToString("{\"a\":\"x\",\"\\u0061\":\"x\"}");
    }

    /** Renames a, drops b, and gives c another value. */
    private static Json.@Nullable Member changed(Json.Member member) {
        return switch (member.name()) {
            case "a" -> new Json.Member("A\"", member.value());
            case "b" -> null;
            case "c" -> new Json.Member("c", X);
            default -> member;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{ \"a\" : 1e400 , \"z\":[ ] } | { \"A\\\"\" : 1e400 , \"z\":[ ] }",
                "{\"\\u0061\":1}             | {\"A\\\"\":1}",
                "{ \"b\":1 }                 | {  }",
                "{ \"b\":1 , \"z\": 2 }      | { \"z\": 2 }",
                "{ \"z\":1 , \"b\": 2 }      | { \"z\":1 }",
                "{\"b\":1,\"a\":2,\"c\":3}     | {\"A\\\"\":2,\"c\":\"x\"}",
                "{\"a\":1,\"b\":2,\"c\":3}     | {\"A\\\"\":1,\"c\":\"x\"}",
                "{\"c\":1, \"a\":2 ,\"b\":3}   | {\"c\":\"x\", \"A\\\"\":2}",
                "{\"b\":1,\"b\":2,\"b\":3}     | {}",
                "{\"b\":1,\"z\":2,\"b\":3}     | {\"z\":2}",
            })
    void changesEachMember(String before, String after) {
        assertThat(Json.of(before).withEachMember(MemberEditTest::changed)).hasToString(after);
    }

    @Test
    void whatNoChangeTouchesIsTheSame() {
        Json json = Json.of("{ \"z\" : 2.50 }");
        assertThat(json.withEachMember(MemberEditTest::changed)).isSameAs(json);
        assertThat(Json.EMPTY_OBJECT.withEachMember(MemberEditTest::changed))
                .isSameAs(Json.EMPTY_OBJECT);
    }

    @Test
    void aRenamedMemberIsFoundUnderItsNewName() {
        Json json = Json.object("a", 1, "z", 2).withEachMember(MemberEditTest::changed);
        assertThat(json.get("A\"")).isEqualTo(Json.number(1));
        assertThat(json.get("a")).isNull();
        assertThat(json.get("z")).isEqualTo(Json.number(2));
    }

    /** Whatever is done to all members at once can be done to them one after another. */
    @Test
    void atOnceIsTheSameAsOneAfterAnother() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 5_000; round++) {
            Map<String, Json> before = some(random);
            Map<String, Json> more = some(random);
            Json json = Json.object(before);
            Json oneByOne = json;
            for (Map.Entry<String, Json> each : more.entrySet()) {
                oneByOne = oneByOne.with(each.getKey(), each.getValue());
            }
            assertThat(json.withAll(more)).isEqualTo(oneByOne);
            Json without = json;
            for (String name : more.keySet()) {
                without = without.without(name);
            }
            assertThat(json.withEachMember(it -> more.containsKey(it.name()) ? null : it))
                    .isEqualTo(without);
        }
    }

    private static Map<String, Json> some(SplittableRandom random) {
        Map<String, Json> members = new LinkedHashMap<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            members.put("m" + random.nextInt(8), Json.number(random.nextInt()));
        }
        return members;
    }

    @Test
    void onlyObjectsHaveMembersToChange() {
        assertThatIllegalStateException().isThrownBy(() -> X.withAll(members("a", X)));
        assertThatIllegalStateException().isThrownBy(() -> X.withEachMember(it -> it));
    }

    @Test
    void anEmptyPathIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.EMPTY_OBJECT.with(List.of(), X));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.EMPTY_OBJECT.without(List.of()));
    }
}

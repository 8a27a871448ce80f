package io.tieline.gateway.route;

import static io.tieline.gateway.route.Weather.CITY;
import static io.tieline.gateway.route.Weather.PLAIN;
import static io.tieline.gateway.route.Weather.TENANT;
import static io.tieline.gateway.route.Weather.given;
import static io.tieline.gateway.route.Weather.refusal;
import static io.tieline.gateway.route.Weather.shown;
import static io.tieline.gateway.route.Weather.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.ToolOverride;
import io.tieline.gateway.route.ExposedTool.Translation;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 100, the way back: what the server of a tool is given, and what it never is. */
@Timeout(60)
final class ExposedArgumentsTest {

    @Test
    void aCallReachesTheServerInItsOwnWords() {
        var tool =
                shown(
                        with("location", CITY)
                                .withName("forecast")
                                .withArgument("tenant", TENANT)
                                .withArgument("days", PLAIN.withDefault(Json.number(3))));
        var params =
                Json.of(
                        """
                        {"_meta":{"progressToken":1.0}, "arguments" : { "city" : "Rome\\u0021", "more":[ 1e400 ] } , "name":"w__forecast"}\
                        """);
        assertThat(tool.translated(params))
                .isEqualTo(
                        new Translation.Translated(
                                Json.of(
                                        """
                                        {"_meta":{"progressToken":1.0}, "arguments" : { "location" : "Rome\\u0021", "more":[ 1e400 ] ,"tenant":"t1","days":3} , "name":"weather"}\
                                        """)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"weather\"}", "{\"name\":\"weather\",\"arguments\":null}"})
    void whatTheServerIsGivenBesidesNeedsNoOtherArguments(String params) {
        assertThat(shown(with("tenant", TENANT)).translated(Json.of(params)))
                .isEqualTo(
                        new Translation.Translated(
                                Json.of(
                                        "{\"name\":\"weather\",\"arguments\":{\"tenant\":\"t1\"}}")));
    }

    @Test
    void aCallWithoutArgumentsStaysOneIfNothingIsFilledIn() {
        var params = Json.of("{\"name\":\"weather\"}");
        assertThat(shown(with("location", CITY)).translated(params))
                .isEqualTo(new Translation.Translated(params));
    }

    @Test
    void aDefaultIsForWhatIsMissingOnly() {
        var tool = shown(with("days", PLAIN.withDefault(Json.number(3)).withName("d")));
        assertThat(given(tool, "{\"d\":null}")).isEqualTo("{\"days\":null}");
        assertThat(given(tool, "{\"d\":1,\"\\u0064\":2}")).isEqualTo("{\"days\":1,\"days\":2}");
        assertThat(given(tool, "{}")).isEqualTo("{\"days\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tenant\":\"t2\"}",
                "{\"city\":1,\"\\u0074enant\":null}",
                "{\"location\":\"Rome\"}",
                "{\"location\":\"Rome\",\"city\":\"Rome\"}"
            })
    void aNameThatClientsDoNotSeeIsRefused(String arguments) {
        var tool = shown(with("location", CITY).withArgument("tenant", TENANT));
        var error = refusal(tool, arguments);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error.message()).matches("The tool weather has no argument (tenant|location)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"x\""})
    void argumentsThatAreNoObjectDoNotEscape(String arguments) {
        assertThat(refusal(shown(with("tenant", TENANT)), arguments).code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void anArgumentMayHaveTheNameOfOneThatIsNotSeen() {
        var swapped =
                with("location", PLAIN.withName("days"))
                        .withArgument("days", PLAIN.withName("location"));
        assertThat(given(shown(swapped), "{\"days\":\"Rome\",\"location\":3}"))
                .isEqualTo("{\"location\":\"Rome\",\"days\":3}");
        var instead = with("location", PLAIN.withName("tenant")).withArgument("tenant", TENANT);
        assertThat(given(shown(instead), "{\"tenant\":\"Rome\"}"))
                .isEqualTo("{\"location\":\"Rome\",\"tenant\":\"t1\"}");
    }

    @Test
    void anArgumentThatIsHiddenIsLeftToItsServer() {
        var tool = shown(with("days", PLAIN.withHide(true)));
        assertThat(given(tool, "{\"location\":1}")).isEqualTo("{\"location\":1}");
        assertThat(tool.problems()).isEmpty();
        assertThat(refusal(tool, "{\"days\":1}").code()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    // What cannot be.

    @Test
    void aToolWhoseHiddenArgumentMustBeGivenCannotBeCalled() {
        var tool = shown(with("tenant", PLAIN.withHide(true)));
        var sentence =
                "The argument tenant of the tool weather is hidden and its server requires it: it"
                        + " needs a default";
        assertThat(tool.problems()).containsExactly(sentence);
        assertThat(refusal(tool, "{}")).isEqualTo(RpcError.of(ErrorCode.INTERNAL_ERROR, sentence));
    }

    @Test
    void namesThatWouldBecomeOneStay() {
        var override = with("location", PLAIN.withName("days")).withArgument("tenant", TENANT);
        var tool = shown(override);
        assertThat(tool.problems())
                .containsExactly(
                        "The tool weather has an argument days already, so all of its arguments"
                                + " keep their names");
        assertThat(tool.definition().part("inputSchema", "properties").members())
                .extracting(Json.Member::name)
                .containsExactly("location", "days");
        assertThat(given(tool, "{\"location\":1,\"days\":2}"))
                .isEqualTo("{\"location\":1,\"days\":2,\"tenant\":\"t1\"}");
    }

    @Test
    void aNameInAChainThatEndsInOneThatStaysRenamesNothing() {
        var chain =
                with("location", PLAIN.withName("tenant"))
                        .withArgument("tenant", PLAIN.withName("days"));
        assertThat(given(shown(chain), "{\"location\":1,\"tenant\":2,\"days\":3}"))
                .isEqualTo("{\"location\":1,\"tenant\":2,\"days\":3}");
    }

    @Test
    void anArgumentThatThereIsNotIsSaidAndKeptFromClientsAllTheSame() {
        var tool = shown(with("secret", TENANT));
        assertThat(tool.problems())
                .containsExactly("The tool weather has no argument secret that could be changed");
        assertThat(given(tool, "{}")).isEqualTo("{\"secret\":\"t1\"}");
        assertThat(refusal(tool, "{\"secret\":1}").code()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    // What it costs.

    private static String list(int size, String element) {
        return IntStream.range(0, size)
                .mapToObj(i -> element.formatted(i))
                .collect(Collectors.joining(","));
    }

    private static ToolOverride many(int size) {
        var arguments =
                IntStream.range(0, size)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        i -> "a" + i,
                                        i -> PLAIN.withName("b" + i).withDefault(Json.NULL)));
        return new ToolOverride(null, null, null, null, null, null, null, arguments);
    }

    @Test
    void aSchemaCostsNoMoreThanItsLength() {
        Growth.assertLinear(
                20_000,
                size -> {
                    var tool =
                            Json.of(
                                    "{\"name\":\"t\",\"inputSchema\":{\"properties\":{"
                                            + list(size, "\"a%d\":{\"type\":\"string\"}")
                                            + "},\"required\":["
                                            + list(size, "\"a%d\"")
                                            + "]}}");
                    var exposure = Exposure.ALL.withOverride("t", many(size));
                    return () -> assertThat(ExposedTool.of(tool, exposure)).isNotNull();
                });
    }

    @Test
    void aCallCostsNoMoreThanItsLength() {
        Growth.assertLinear(
                20_000,
                size -> {
                    var tool = shown(Json.object("name", "t"), many(size / 2));
                    var params = Json.of("{\"arguments\":{" + list(size, "\"b%d\":\"x\"") + "}}");
                    return () ->
                            assertThat(tool.translated(params))
                                    .isInstanceOf(Translation.Translated.class);
                });
    }
}

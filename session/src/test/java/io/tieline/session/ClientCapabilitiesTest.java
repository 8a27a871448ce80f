package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may be asked is what it has declared, and nothing else. */
final class ClientCapabilitiesTest {

    private static String lacked(String capabilities, String method, String params) {
        var client = new ClientCapabilities(Json.of(capabilities));
        var question = Request.of(Id.of(1), method, Json.of(params));
        return String.valueOf(client.lackedFor(question));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                | {}                   | elicitation",
                "{'elicitation':{}}                | {}                   | null",
                "{'elicitation':{}}                | {'mode':'form'}      | null",
                "{'elicitation':{}}                | {'mode':'url'}       | elicitation.url",
                "{'elicitation':{'url':{}}}        | {'mode':'url'}       | null",
                "{'elicitation':{'url':{}}}        | {}                   | elicitation.form",
                "{'elicitation':{'form':{}}}       | {'mode':'form'}      | null",
                "{'elicitation':{}}                | {'mode':'7 of nine'} | elicitation.(another mode)",
                "{'elicitation':{'voice':{}}}      | {'mode':'voice'}     | null",
                "{'elicitation':true}              | {}                   | elicitation",
            })
    void eachModeOfElicitationIsACapability(String capabilities, String params, String lacked) {
        assertThat(lacked(json(capabilities), Method.ELICITATION_CREATE, json(params)))
                .isEqualTo(lacked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                        | {}                  | sampling",
                "{'sampling':{}}           | {}                  | null",
                "{'sampling':{}}           | {'tools':[]}        | sampling.tools",
                "{'sampling':{}}           | {'toolChoice':{}}   | sampling.tools",
                "{'sampling':{'tools':{}}} | {'tools':[]}        | null",
            })
    void toolsOfACompletionAreACapability(String capabilities, String params, String lacked) {
        assertThat(lacked(json(capabilities), Method.SAMPLING_CREATE_MESSAGE, json(params)))
                .isEqualTo(lacked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "roots/list   | {}                      | roots",
                "roots/list   | {'roots':{}}            | null",
                "tasks/get    | {}                      | tasks",
                "tasks/result | {'tasks':{}}            | null",
                "tasks/list   | {'tasks':{}}            | tasks.list",
                "tasks/list   | {'tasks':{'list':{}}}   | null",
                "tasks/cancel | {'tasks':{}}            | tasks.cancel",
                "vendor/ask   | {}                      | null",
            })
    void otherQuestionsHaveCapabilitiesOfTheirOwn(
            String method, String capabilities, String lacked) {
        assertThat(lacked(json(capabilities), method, "{}")).isEqualTo(lacked);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void aClientThatDeclaresNothingIsAskedNothing() {
        assertThat(ClientCapabilities.NONE.anyQuestion()).isFalse();
        assertThat(new ClientCapabilities(Json.of("{\"roots\":{}}")).anyQuestion()).isTrue();
        assertThat(new ClientCapabilities(Json.of("{\"tasks\":{}}")).anyQuestion()).isFalse();
    }

    @Test
    void theErrorNamesTheCapabilityWhereItWouldStand() {
        var error = ClientCapabilities.missing("elicitation", "url");
        assertThat(error.code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(error.message()).contains("elicitation.url");
        assertThat(String.valueOf(error.data()))
                .isEqualTo("{\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}}");
    }
}

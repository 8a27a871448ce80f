package io.tieline.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a file leaves to be asked: where the answer comes from, and that it is asked once. */
final class InputsTest {

    private static final String KEY =
            """
            {"inputs": [{"id": "wiki-key", "type": "promptString", "description": "Key of the wiki", "password": true}]}
            """;
    private static final String STAGE =
            """
            {"inputs": [{"id": "stage", "type": "pickString", "options": ["test", {"label": "Live", "value": "live"}],
              "default": "test"}]}
            """;

    private final List<String> asked = new ArrayList<>();

    @Test
    void theVariableComesBeforeTheTerminal() throws UsageException {
        var inputs = inputs(KEY, Map.of("TIELINE_INPUT_WIKI_KEY", "k"), "typed");
        assertThat(inputs.value("wiki-key", "here")).isEqualTo("k");
        assertThat(asked).isEmpty();
    }

    @Test
    void aVariableIsEnoughForAnInputThatTheFileDoesNotName() throws UsageException {
        var inputs = inputs("{}", Map.of("TIELINE_INPUT_A_B", "k"), null);
        assertThat(inputs.value("a.b", "here")).isEqualTo("k");
    }

    @Test
    void theTerminalIsAskedOnceInTheWordsOfTheFile() throws UsageException {
        var inputs = inputs(KEY, Map.of(), "typed");
        assertThat(inputs.value("wiki-key", "here")).isEqualTo("typed");
        assertThat(inputs.value("wiki-key", "there")).isEqualTo("typed");
        assertThat(asked).containsExactly("Key of the wiki hidden");
    }

    @Test
    void optionsAreNamedAndAnEmptyAnswerIsTheDefault() throws UsageException {
        var inputs = inputs(STAGE, Map.of(), "");
        assertThat(inputs.value("stage", "here")).isEqualTo("test");
        assertThat(asked).containsExactly("stage (test, live)");
    }

    @Test
    void withoutATerminalTheDefaultHolds() throws UsageException {
        assertThat(inputs(STAGE, Map.of(), null).value("stage", "here")).isEqualTo("test");
    }

    @Test
    void withoutAnAnswerTheVariableIsNamed() throws UsageException {
        assertThatThrownBy(() -> inputs(KEY, Map.of(), null).value("wiki-key", "here"))
                .hasMessage(
                        "here: the input wiki-key is asked on a terminal, and there is none; set"
                                + " the variable TIELINE_INPUT_WIKI_KEY");
        assertThatThrownBy(() -> inputs(KEY, Map.of(), "").value("wiki-key", "here"))
                .hasMessage(
                        "here: the input wiki-key was left empty; set the variable"
                                + " TIELINE_INPUT_WIKI_KEY");
    }

    @Test
    void anInputThatIsNotThereIsNamedWithTheNearest() {
        assertThatThrownBy(() -> inputs(KEY, Map.of(), "typed").value("wiki-kez", "here"))
                .hasMessageContaining("no input wiki-kez in \"inputs\"; did you mean wiki-key?");
        assertThat(asked).isEmpty();
    }

    @Test
    void anInputWithoutAnIdIsNamed() {
        assertThatThrownBy(
                        () -> inputs("{\"inputs\": [{\"type\": \"promptString\"}]}", Map.of(), ""))
                .hasMessage("f: inputs[0]: lacks its id; add \"id\": \"...\"");
    }

    @Test
    void inputsOfAnotherKindAreNone() throws UsageException {
        assertThatThrownBy(
                        () -> inputs("{\"inputs\": {\"a\": 1}}", Map.of(), "").value("a", "here"))
                .hasMessageContaining("there is no input a");
    }

    private Inputs inputs(String file, Map<String, String> environment, @Nullable String typed)
            throws UsageException {
        return Inputs.of(
                ConfigSyntax.parse("f", file),
                "f",
                environment,
                (question, hidden) -> {
                    asked.add(question + (hidden ? " hidden" : ""));
                    return typed;
                });
    }
}

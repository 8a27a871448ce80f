package io.tieline.app.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a file leaves to be asked ({@code inputs[]} of VS Code). The answer is in the environment as
 * {@code TIELINE_INPUT_ID}, or comes from the terminal, or is the file's own default. Each is asked
 * once. For one thread.
 */
final class Inputs {

    private static final String VARIABLE = "TIELINE_INPUT_";

    private final Map<String, Input> inputs;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Map<String, String> answers = new HashMap<>();

    private Inputs(Map<String, Input> inputs, Map<String, String> environment, Terminal terminal) {
        this.inputs = inputs;
        this.environment = environment;
        this.terminal = terminal;
    }

    /** Those of no file. */
    static Inputs none(Map<String, String> environment) {
        return new Inputs(Map.of(), environment, Terminal.NOBODY);
    }

    private record Input(String question, boolean hidden, @Nullable String otherwise) {

        static Input of(String id, JsonNode node) {
            var description = node.path("description").asString(id);
            var options = node.path("options");
            var choices = new StringBuilder();
            for (int index = 0; index < options.size(); index++) {
                var option = options.get(index);
                choices.append(index == 0 ? " (" : ", ")
                        .append(option.isString() ? option.asString() : label(option));
            }
            return new Input(
                    description + (choices.isEmpty() ? "" : choices + ")"),
                    node.path("password").asBoolean(false),
                    node.has("default") ? node.path("default").asString("") : null);
        }

        private static String label(JsonNode option) {
            return option.path("value").asString("");
        }
    }

    static Inputs of(JsonNode root, String file, Map<String, String> environment, Terminal terminal)
            throws UsageException {
        var list = root.get("inputs");
        var inputs = new LinkedHashMap<String, Input>();
        for (int index = 0; list != null && list.isArray() && index < list.size(); index++) {
            var id = list.get(index).get("id");
            if (id == null || !id.isString()) {
                throw UsageException.at(
                        file + ": inputs[" + index + "]", "lacks its id; add \"id\": \"...\"");
            }
            inputs.put(id.asString(), Input.of(id.asString(), list.get(index)));
        }
        return new Inputs(inputs, environment, terminal);
    }

    /** The answer to this input. */
    String value(String id, String place) throws UsageException {
        var known = answers.get(id);
        if (known != null) {
            return known;
        }
        var variable = VARIABLE + id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        var answer = environment.get(variable);
        if (answer == null) {
            answer = asked(id, variable, place);
        } else {
            Decoding.require(answer, place + ": the variable " + variable);
        }
        answers.put(id, answer);
        return answer;
    }

    private String asked(String id, String variable, String place) throws UsageException {
        var input = inputs.get(id);
        if (input == null) {
            throw UsageException.at(
                    place,
                    "there is no input "
                            + id
                            + " in \"inputs\""
                            + Suggestions.suggestion(id, inputs.keySet())
                            + "; or set the variable "
                            + variable);
        }
        var answer = terminal.ask(input.question(), input.hidden());
        if (answer != null && !answer.isEmpty()) {
            return answer;
        }
        if (input.otherwise() != null) {
            return input.otherwise();
        }
        throw UsageException.at(
                place,
                "the input "
                        + id
                        + (answer == null
                                ? " is asked on a terminal, and there is none"
                                : " was left empty")
                        + "; set the variable "
                        + variable);
    }
}

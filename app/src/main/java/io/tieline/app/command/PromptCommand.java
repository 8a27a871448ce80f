package io.tieline.app.command;

import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.McpClient;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code tieline prompt}: a prompt written out with its arguments. */
public final class PromptCommand {

    private final Surroundings here;

    /** The command in these surroundings. */
    public PromptCommand(Surroundings here) {
        this.here = here;
    }

    /** Has it written out, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var errand = new Errand(here, given, "PROMPT");
        return errand.run(client -> write(errand, client));
    }

    private static ExitCode write(Errand errand, McpClient client) throws UsageException {
        var operands = errand.operands();
        var prompt = prompt(client, operands.subject());
        var arguments = arguments(prompt, operands.values());
        var params = Json.object("name", operands.subject(), "arguments", arguments);
        var result = new PromptResult(errand.result(client, Method.PROMPTS_GET, params));
        if (!errand.isWrittenAsJson(result.json())) {
            for (var message : result.messages()) {
                var role = OneLine.of(String.valueOf(message.json().text("role")));
                errand.screen().answer(errand.screen().answers().strong(role + ":"));
                errand.answers().show(message.content());
            }
        }
        return ExitCode.DONE;
    }

    private static Prompt prompt(McpClient client, String name) throws UsageException {
        var prompts = Offer.prompts(client, new LinkedHashMap<>());
        for (var prompt : prompts) {
            if (name.equals(prompt.text("name"))) {
                return new Prompt(prompt);
            }
        }
        var names = prompts.stream().map(one -> String.valueOf(one.text("name"))).toList();
        throw new UsageException("there is no prompt " + name + CallCommand.orNames(name, names));
    }

    /** All arguments of a prompt are texts. */
    private static Json arguments(Prompt prompt, List<GivenValue> values) throws UsageException {
        var names = prompt.arguments().stream().map(Prompt.Argument::name).toList();
        var arguments = new LinkedHashMap<String, Json>();
        for (var value : values) {
            if (!names.contains(value.name())) {
                throw new UsageException(
                        "there is no argument "
                                + value.name()
                                + Suggestions.suggestion(value.name(), names)
                                + "; "
                                + Signature.ofPrompt(prompt.json()));
            }
            arguments.put(value.name(), Json.string(value.text()));
        }
        for (var argument : prompt.arguments()) {
            if (argument.required() && !arguments.containsKey(argument.name())) {
                throw UsageException.at(
                        argument.name(),
                        "is missing; write "
                                + argument.name()
                                + "=TEXT; "
                                + Signature.ofPrompt(prompt.json()));
            }
        }
        return Json.object(arguments);
    }
}

package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.Completion;
import io.tieline.framework.McpClient;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code tieline complete}: what an argument of a prompt or a template may become. */
public final class CompleteCommand {

    private final Surroundings here;

    /** The command in these surroundings. */
    public CompleteCommand(Surroundings here) {
        this.here = here;
    }

    /** Asks, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var errand = new Errand(here, given, "REF");
        if (errand.operands().values().isEmpty()) {
            throw new UsageException(
                    "what has been typed is missing; write NAME=TYPED, which may be NAME=");
        }
        return errand.run(client -> complete(errand, client));
    }

    private static ExitCode complete(Errand errand, McpClient client) {
        var request = request(errand.operands().subject(), errand.operands().values());
        var result = errand.result(client, Method.COMPLETION_COMPLETE, request.json());
        if (!errand.isWrittenAsJson(result)) {
            var completion = new Completion(result.part("completion"));
            completion.values().forEach(one -> errand.screen().answer(OneLine.of(one)));
            if (completion.hasMore()) {
                var total = completion.total();
                errand.screen()
                        .remark(
                                "there are more"
                                        + (total.isPresent()
                                                ? ", " + total.getAsLong() + " in all"
                                                : ""));
            }
        }
        return ExitCode.DONE;
    }

    /** The first value is being typed, the others are settled. */
    private static Completion.Request request(String subject, List<GivenValue> values) {
        var typed = values.getFirst();
        var settled = new LinkedHashMap<String, Json>();
        values.subList(1, values.size())
                .forEach(one -> settled.put(one.name(), Json.string(one.text())));
        boolean isTemplate = subject.contains("{") || subject.contains("://");
        var request =
                isTemplate
                        ? Completion.Request.ofTemplate(subject, typed.name(), typed.text())
                        : Completion.Request.ofPrompt(subject, typed.name(), typed.text());
        return settled.isEmpty() ? request : request.withContext(Json.object(settled));
    }
}

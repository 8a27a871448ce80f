package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.framework.McpClient;
import io.tieline.framework.ReadResult;
import io.tieline.wire.Json;
import io.tieline.wire.Method;

/** {@code tieline read}: what stands under one URI. */
public final class ReadCommand {

    private final Surroundings here;

    /** The command in these surroundings. */
    public ReadCommand(Surroundings here) {
        this.here = here;
    }

    /** Reads, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var errand = new Errand(here, given, "URI");
        if (!errand.operands().values().isEmpty()) {
            throw UsageException.at(
                    errand.operands().values().getFirst().name(),
                    "a resource takes no arguments; write them into the URI");
        }
        return errand.run(client -> read(errand, client));
    }

    private static ExitCode read(Errand errand, McpClient client) throws UsageException {
        var params = Json.object("uri", errand.operands().subject());
        var result = new ReadResult(errand.result(client, Method.RESOURCES_READ, params));
        if (!errand.isWrittenAsJson(result.json())) {
            var answers = errand.answers();
            for (var contents : result.contents()) {
                answers.contents(contents);
            }
        }
        return ExitCode.DONE;
    }
}

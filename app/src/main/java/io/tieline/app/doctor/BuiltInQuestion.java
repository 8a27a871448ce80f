package io.tieline.app.doctor;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.time.Duration;
import java.util.Map;

/** A server in this process that asks, for where the one that is looked at does not. */
final class BuiltInQuestion {

    private static final String TOOL = "ask";

    private static final Json FORM =
            Json.of("{\"type\":\"object\",\"properties\":{\"word\":{\"type\":\"string\"}}}");

    private BuiltInQuestion() {}

    /** Asks and answers. */
    static void ask(CheckResults findings, Duration patience) {
        var server =
                McpServer.named("tieline-doctor", "1")
                        .tool(
                                Tool.of(TOOL),
                                (context, _) ->
                                        context.elicit("Which word?", FORM)
                                                .accepted()
                                                .map(said -> said.text("word"))
                                                .orElse(""))
                        .build();
        findings.timed(
                "question",
                () -> {
                    try (var client =
                            McpClient.to(server)
                                    .onElicitation(_ -> Answer.accept(Map.of("word", "yes")))
                                    .connect()) {
                        var said =
                                client.callTool(
                                                TOOL,
                                                Json.EMPTY_OBJECT,
                                                RequestOptions.timeLimit(patience))
                                        .text();
                        return "of Tieline's own server: asked, and answered \""
                                + said
                                + "\" (this server asked nothing)";
                    }
                });
    }
}

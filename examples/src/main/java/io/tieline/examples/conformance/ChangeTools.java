package io.tieline.examples.conformance;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.Tool;

/** Tools that change what the server offers, so that those who listen are told. */
final class ChangeTools {

    private static final Tool SPARE =
            Tool.of("test_spare_tool", "Replaced whenever it is asked for");
    private static final Prompt SPARE_PROMPT =
            Prompt.of("test_spare_prompt", "Replaced whenever it is asked for");

    private ChangeTools() {}

    static void addTo(McpServer server) {
        server.add(SPARE, (_, _) -> CallResult.text("Spare."));
        server.add(SPARE_PROMPT, (_, _) -> PromptResult.text("Spare."));
        server.add(
                Tool.of("test_trigger_tool_change", "Changes the list of tools"),
                (_, _) -> {
                    server.removeTool(SPARE.name());
                    server.add(SPARE, (_, _) -> CallResult.text("Spare."));
                    return CallResult.text("The list of tools has changed.");
                });
        server.add(
                Tool.of("test_trigger_prompt_change", "Changes the list of prompts"),
                (_, _) -> {
                    server.removePrompt(SPARE_PROMPT.name());
                    server.add(SPARE_PROMPT, (_, _) -> PromptResult.text("Spare."));
                    return CallResult.text("The list of prompts has changed.");
                });
    }
}

package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.Wrapping;
import io.tieline.framework.McpClient;
import io.tieline.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code tieline list}: what servers offer, as signatures with descriptions. */
public final class ListCommand {

    private static final String INDENT = "      ";

    private final Surroundings here;
    private final Screen screen;

    /** The command in these surroundings. */
    public ListCommand(Surroundings here) {
        this.here = here;
        this.screen = here.screen();
    }

    /** Lists, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var operands = Operands.ofTarget(given);
        return new Connection(here)
                .to(
                        operands.target(),
                        given,
                        UnaryOperator.identity(),
                        client -> list(client, given.has(CommandOption.JSON)));
    }

    private ExitCode list(McpClient client, boolean asJson) {
        var offer = Offer.of(client);
        if (asJson) {
            screen.answer(json(client, offer).toString());
        } else {
            show(client, offer);
        }
        offer.away()
                .forEach((server, reason) ->
                        screen.remark(OneLine.of(server + " is not listed: " + reason)));
        return ExitCode.DONE;
    }

    /** What programs read: the members stay, and each entry is what the server sent. */
    private static Json json(McpClient client, Offer offer) {
        var away = new LinkedHashMap<String, Json>();
        offer.away().forEach((server, reason) -> away.put(server, Json.string(reason)));
        return Json.object(
                "server",
                client.server().json(),
                "revision",
                client.revision().text(),
                "capabilities",
                client.capabilities(),
                "instructions",
                client.instructions(),
                "tools",
                Json.array(offer.tools()),
                "resources",
                Json.array(offer.resources()),
                "resourceTemplates",
                Json.array(offer.templates()),
                "prompts",
                Json.array(offer.prompts()),
                "away",
                Json.object(away));
    }

    private void show(McpClient client, Offer offer) {
        var style = screen.answers();
        var server = client.server();
        screen.answer(
                style.strong(OneLine.of(server.name()))
                        + " "
                        + OneLine.of(server.version())
                        + style.faint(" (revision " + client.revision().text() + ")"));
        section("Tools", offer.tools(), Signature::ofTool);
        section("Resources", offer.resources(), one -> place(one, "uri"));
        section("Resource templates", offer.templates(), one -> place(one, "uriTemplate"));
        section("Prompts", offer.prompts(), Signature::ofPrompt);
    }

    private static String place(Json resource, String key) {
        var type = resource.text("mimeType");
        return resource.text(key) + (type == null ? "" : " (" + type + ")");
    }

    private void section(String heading, List<Json> entries, Function<Json, String> line) {
        if (entries.isEmpty()) {
            return;
        }
        screen.answer("");
        screen.answer(screen.answers().strong(heading));
        for (var entry : entries) {
            signature(OneLine.of(line.apply(entry)));
            describe(entry.text("description"));
        }
    }

    /** The name stands out, and what does not fit goes on below it. */
    private void signature(String text) {
        int name = text.indexOf('(') > 0 ? text.indexOf('(') : text.length();
        var lines =
                Wrapping.lines(text, screen.width() == 0 ? 0 : screen.width() - INDENT.length());
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index);
            int end = Math.min(index == 0 ? name : 0, line.length());
            screen.answer(
                    (index == 0 ? "  " : INDENT)
                            + screen.answers().name(line.substring(0, end))
                            + line.substring(end));
        }
    }

    private void describe(@Nullable String description) {
        if (description == null || description.isBlank()) {
            return;
        }
        int width = screen.width() == 0 ? 0 : Math.max(20, screen.width() - INDENT.length());
        for (var line : Wrapping.lines(OneLine.paragraphs(description.strip()), width)) {
            screen.answer(screen.answers().faint((INDENT + line).stripTrailing()));
        }
    }
}

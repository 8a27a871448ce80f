package io.tieline.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.UsageException;
import io.tieline.framework.McpServer;
import io.tieline.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 124: a client's file is shown, written, and put back. */
final class InstallCommandTest {

    private static final Map<LineOption, String> YES = Map.of(CommandOption.YES, "");

    @TempDir Path folder;

    private ExitCode install(Desk desk, Map<LineOption, String> options, String... operands)
            throws UsageException {
        return new InstallCommand(desk.surroundings(), folder).run(Desk.given(options, operands));
    }

    private static Desk desk() {
        return Desk.unattended(McpServer.named("none", "1").build(), "");
    }

    @Test
    void scenario124WhatWouldBeWrittenIsShownAndNothingIsWrittenUnasked() throws UsageException {
        var desk = desk();
        assertThat(install(desk, Map.of(), "claude-code", "https://a.example/mcp"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(desk.out())
                .contains("\"command\": \"tieline\"")
                .contains("https://a.example/mcp");
        assertThat(desk.err()).contains("nothing was written");
        assertThat(folder.resolve(".mcp.json")).doesNotExist();
    }

    @Test
    void scenario124AnEntryIsAddedAndEverythingElseStays() throws Exception {
        var file = folder.resolve(".mcp.json");
        var before =
                "{\n  \"mcpServers\": {\n    \"own\": {\"command\":   \"x\"}\n  },\n  \"other\": 1.50\n}\n";
        Files.writeString(file, before);
        assertThat(install(desk(), YES, "claude-code", "https://a.example/mcp"))
                .isEqualTo(ExitCode.DONE);
        var after = Files.readString(file);
        assertThat(after).contains("\"own\": {\"command\":   \"x\"}").contains("\"other\": 1.50");
        assertThat(Json.of(after.strip()).at("mcpServers", "tieline"))
                .isEqualTo(
                        Json.of(
                                """
                                {"command":"tieline","args":["run","--stdio","--backend","https://a.example/mcp"]}\
                                """));
        var again = desk();
        install(again, YES, "claude-code", "https://a.example/mcp");
        assertThat(again.err()).contains("it is there already");

        assertThat(install(desk(), Map.of(CommandOption.UNDO, ""), "claude-code"))
                .isEqualTo(ExitCode.DONE);
        assertThat(file).hasContent(before);
        assertThatThrownBy(() -> install(desk(), Map.of(CommandOption.UNDO, ""), "claude-code"))
                .hasMessageContaining("nothing can be undone");
    }

    @Test
    void scenario124AFileThatWasNotThereGoesAgain() throws Exception {
        var servers =
                Files.writeString(
                        folder.resolve("mcp.json"), "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}");
        var desk = Desk.typing(McpServer.named("none", "1").build(), "y");
        assertThat(install(desk, Map.of(CommandOption.NAME, "mine"), "vscode", "a"))
                .isEqualTo(ExitCode.DONE);
        var file = folder.resolve(".vscode/mcp.json");
        var entry = Json.of(Files.readString(file).strip()).part("servers", "mine");
        assertThat(entry.text("type")).isEqualTo("stdio");
        assertThat(entry.texts("args"))
                .containsExactly("run", "--stdio", servers.toString(), "--server", "a");
        install(desk(), Map.of(CommandOption.UNDO, ""), "vscode");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileWithCommentsIsLeftAloneAndTheEntryShown() throws Exception {
        var file = Files.writeString(folder.resolve(".mcp.json"), "{ // mine\n }");
        var desk = desk();
        assertThatThrownBy(() -> install(desk, YES, "claude-code", "https://a.example/mcp"))
                .hasMessageContaining("add the entry by hand");
        assertThat(desk.out()).contains("\"tieline\": {");
        assertThat(file).hasContent("{ // mine\n }");
        assertThatThrownBy(() -> install(desk, YES, "cursr"))
                .hasMessageContaining("did you mean cursor?");
    }
}

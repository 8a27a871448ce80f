package io.tieline.app.command;

import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;
import io.tieline.wire.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client whose file Tieline can be written into. */
enum InstallableClient {
    CLAUDE_CODE("claude-code", "mcpServers"),
    CLAUDE_DESKTOP("claude-desktop", "mcpServers"),
    CURSOR("cursor", "mcpServers"),
    GEMINI("gemini", "mcpServers"),
    VSCODE("vscode", "servers"),
    WINDSURF("windsurf", "mcpServers");

    private final String word;
    private final String key;

    InstallableClient(String word, String key) {
        this.word = word;
        this.key = key;
    }

    /** The client of this name. */
    static InstallableClient of(String word) throws UsageException {
        for (var client : values()) {
            if (client.word.equals(word)) {
                return client;
            }
        }
        var words = Arrays.stream(values()).map(InstallableClient::word).toList();
        throw new UsageException(
                "there is no client "
                        + word
                        + Suggestions.suggestion(word, words)
                        + "; there are "
                        + String.join(", ", words));
    }

    /** What it is called on the command line. */
    String word() {
        return word;
    }

    /** The key under which its servers stand. */
    String key() {
        return key;
    }

    /**
     * Its file: that of the folder where there is one for each, else the user's.
     *
     * @param system the name of the operating system
     */
    Path file(Path folder, Map<String, String> environment, String system) {
        var home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")));
        return switch (this) {
            case CLAUDE_CODE -> folder.resolve(".mcp.json");
            case VSCODE -> folder.resolve(".vscode/mcp.json");
            case CURSOR -> home.resolve(".cursor/mcp.json");
            case GEMINI -> home.resolve(".gemini/settings.json");
            case WINDSURF -> home.resolve(".codeium/windsurf/mcp_config.json");
            case CLAUDE_DESKTOP -> home.resolve(desktop(system.toLowerCase(Locale.ROOT)));
        };
    }

    private static String desktop(String system) {
        var file = "Claude/claude_desktop_config.json";
        if (system.startsWith("mac")) {
            return "Library/Application Support/" + file;
        }
        return (system.startsWith("windows") ? "AppData/Roaming/" : ".config/") + file;
    }

    /** The entry that has it start this program with these words. */
    Json entry(String program, List<String> words) {
        return Json.object(
                "type",
                this == VSCODE ? "stdio" : null,
                "command",
                program,
                "args",
                Json.array(words.stream().map(Json::string).toList()));
    }
}

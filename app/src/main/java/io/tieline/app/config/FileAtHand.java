package io.tieline.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file with servers that a person probably means: that of the folder, then those of
 * clients that this user has.
 */
public final class FileAtHand {

    private static final List<String> HERE =
            List.of("mcp.json", ".mcp.json", ".vscode/mcp.json", ".cursor/mcp.json");

    private static final List<String> AT_HOME =
            List.of(
                    ".cursor/mcp.json",
                    ".claude.json",
                    ".config/Claude/claude_desktop_config.json",
                    "Library/Application Support/Claude/claude_desktop_config.json",
                    "AppData/Roaming/Claude/claude_desktop_config.json",
                    ".config/Code/User/mcp.json",
                    "Library/Application Support/Code/User/mcp.json",
                    "AppData/Roaming/Code/User/mcp.json",
                    ".codeium/windsurf/mcp_config.json",
                    ".gemini/settings.json",
                    ".codex/config.toml",
                    ".config/opencode/opencode.json");

    private FileAtHand() {}

    /**
     * The file.
     *
     * @param folder where the program was started
     * @param environment where {@code HOME} is looked up
     * @param server that it has to hold; null if any will do
     */
    public static Path find(Path folder, Map<String, String> environment, @Nullable String server)
            throws UsageException {
        Path first = null;
        List<String> names = List.of();
        for (var file : candidates(folder, environment)) {
            var servers = servers(file, isOfFolder(folder, file));
            if (server == null ? !servers.isEmpty() : servers.contains(server)) {
                return file;
            }
            if (first == null && !servers.isEmpty()) {
                first = file;
                names = servers;
            }
        }
        throw first == null ? none(server) : unknown(server, first, names);
    }

    private static UsageException none(@Nullable String server) {
        return new UsageException(
                (server == null
                                ? "there is no file with servers at hand"
                                : "there is no file with a server " + server)
                        + "; name a URL, a file, or -- COMMAND ARG..., or write ./mcp.json");
    }

    private static UsageException unknown(@Nullable String server, Path file, List<String> names) {
        return UsageException.at(
                file.toString(),
                "holds no server "
                        + server
                        + Suggestions.suggestion(String.valueOf(server), names)
                        + ", but "
                        + String.join(", ", names));
    }

    private static List<Path> candidates(Path folder, Map<String, String> environment) {
        var candidates = new ArrayList<Path>();
        HERE.forEach(name -> candidates.add(folder.resolve(name)));
        var home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        if (!home.isEmpty()) {
            AT_HOME.forEach(name -> candidates.add(Path.of(home, name)));
        }
        return candidates;
    }

    private static boolean isOfFolder(Path folder, Path file) {
        return HERE.stream().map(folder::resolve).anyMatch(file::equals);
    }

    /** Of a file that other tools keep for themselves, holding no server is no mistake. */
    private static List<String> servers(Path file, boolean isMeant) throws UsageException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return ConfigFile.read(file).servers().stream().map(ServerEntry::name).toList();
        } catch (UsageException wrong) {
            if (isMeant) {
                throw wrong;
            }
            return List.of();
        }
    }
}

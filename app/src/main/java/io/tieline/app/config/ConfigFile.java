package io.tieline.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A file that lists MCP servers, as their clients write it. Immutable.
 *
 * <p>Reading it looks at no entry yet: what is wrong with a server that is not served does not
 * matter.
 */
public final class ConfigFile {

    /** The key of what is ours at the root. */
    static final String TIELINE = "tieline";

    private static final int LARGEST_BYTES = 16 * 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Keys by which a file of Gemini CLI is known, where a bare {@code $NAME} is a variable. */
    private static final Set<String> OF_GEMINI =
            Set.of("httpUrl", "trust", "includeTools", "excludeTools");

    private final Path file;
    private final JsonNode root;
    private final List<ServerEntry> servers;

    private ConfigFile(Path file, JsonNode root, List<ServerEntry> servers) {
        this.file = file;
        this.root = root;
        this.servers = servers;
    }

    /** Reads the file and finds the servers in it. */
    public static ConfigFile read(Path file) throws UsageException {
        var name = file.toString();
        var root = ConfigSyntax.parse(name, text(name, bytes(name, file)));
        requireTielinesName(name, root);
        var found = ServersInFile.of(root);
        if (found == null) {
            throw UsageException.at(name, FileSlips.ofRoot(root));
        }
        var servers =
                found.members(name).stream()
                        .map(member ->
                                new ServerEntry(
                                        member.name(),
                                        name + ": " + member.path(),
                                        member.entry(),
                                        folder(file)))
                        .toList();
        return new ConfigFile(file, root, servers);
    }

    /** Other tools have keys that look like ours, with other things in them. */
    private static void requireTielinesName(String name, JsonNode root) throws UsageException {
        for (var member : root.properties()) {
            var key = member.getKey();
            if (!root.has(TIELINE)
                    && TIELINE.equals(Suggestions.to(key, List.of(TIELINE)))
                    && TielineSection.isOne(member.getValue())) {
                throw UsageException.at(
                        name, "has an unknown key " + key + "; did you mean " + TIELINE + "?");
            }
        }
    }

    /** The servers in the order of the file, the disabled ones among them; at least one. */
    public List<ServerEntry> servers() {
        return servers;
    }

    /** How the file is called in messages. */
    String name() {
        return file.toString();
    }

    /** What is said for all servers; null if nothing is. */
    @Nullable JsonNode tieline() {
        return root.get(TIELINE);
    }

    /**
     * What variables stand for in this file.
     *
     * @param environment ours
     * @param terminal where inputs are asked for
     */
    public Variables variables(Map<String, String> environment, Terminal terminal)
            throws UsageException {
        var inputs = Inputs.of(root, name(), environment, terminal);
        return new Variables(environment, Places.of(file, environment), inputs, isOfGemini());
    }

    private boolean isOfGemini() {
        return folder(file).endsWith(".gemini")
                || servers.stream()
                        .anyMatch(server ->
                                OF_GEMINI.stream().anyMatch(key -> server.entry().has(key)));
    }

    /** Keys of ours that stand beside the servers, where they would mean nothing. */
    public List<String> misplaced() {
        return root.propertyNames().stream().filter(ConfigFile::isOursAlone).toList();
    }

    /** Other tools have keys named env, instructions or url of their own at the root. */
    private static boolean isOursAlone(String key) {
        var setting = Setting.ofKey(key);
        return setting != null && setting.topic() != OptionGroup.BACKEND;
    }

    private static Path folder(Path file) {
        var folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static byte[] bytes(String name, Path file) throws UsageException {
        try {
            if (Files.isDirectory(file)) {
                throw UsageException.at(name, "is a directory; name the file in it");
            }
            if (Files.exists(file) && Files.size(file) > LARGEST_BYTES) {
                throw UsageException.at(name, "is larger than 16 MiB; is it the right file?");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw UsageException.at(
                    name,
                    "there is no such file; check its path, or write -- before a command to start");
        } catch (IOException e) {
            throw UsageException.at(name, "cannot be read; check who may read it");
        }
    }

    private static String text(String name, byte[] bytes) throws UsageException {
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw UsageException.at(name, "is not in UTF-8; save it as UTF-8");
        }
    }
}

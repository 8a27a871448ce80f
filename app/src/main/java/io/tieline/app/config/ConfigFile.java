package io.tieline.app.config;

import io.tieline.wire.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file that lists MCP servers, as other tools write it: {@code mcpServers} at its root or nested
 * in whatever else the tool keeps there, or {@code servers} at the root or in {@code mcp}.
 */
public final class ConfigFile {

    private static final int LARGEST_BYTES = 16 * 1024 * 1024;
    private static final int DEEPEST = 4;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Whatever else a tool keeps in its file. */
    private static final StreamReadConstraints DEEP =
            StreamReadConstraints.builder().maxNestingDepth(Limits.DEEPEST).build();

    /** Editors let people comment these files. */
    private static final JsonMapper JSON =
            JsonMapper.builder(JsonFactory.builder().streamReadConstraints(DEEP).build())
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String name;
    private final JsonNode root;
    private final JsonNode servers;
    private final String path;

    private ConfigFile(String name, JsonNode root, Found found) {
        this.name = name;
        this.root = root;
        this.servers = found.servers();
        this.path = found.path();
    }

    private record Found(JsonNode servers, String path) {}

    /** Reads the file and finds the servers in it. */
    public static ConfigFile read(Path file) throws UsageException {
        var name = file.toString();
        var root = parse(name, text(name, bytes(name, file)));
        var found = find(root);
        if (found == null) {
            var nearest = Suggestions.to("mcpServers", root.propertyNames());
            var slip = FileSlips.ofRoot(root);
            if (slip == null) {
                slip =
                        nearest == null
                                ? "holds no mcpServers; write " + FileSlips.SHAPE
                                : "holds no mcpServers but " + nearest + "; correct its name";
            }
            throw UsageException.at(name, slip);
        }
        return new ConfigFile(name, root, found);
    }

    /**
     * The entry of the one server to be served.
     *
     * @param wanted its name; null if the file holds only one
     */
    public ServerEntry server(@Nullable ConfigValue wanted) throws UsageException {
        var names = List.copyOf(servers.propertyNames());
        if (names.isEmpty()) {
            throw UsageException.at(name, path + " names no server; add one");
        }
        if (FileSlips.isServer(servers)) {
            throw UsageException.at(
                    name, path + " holds a server without a name; write " + FileSlips.SHAPE);
        }
        if (wanted != null && !names.contains(wanted.value())) {
            throw wanted.wrong(
                    name
                            + " holds no server "
                            + wanted.value()
                            + ", but "
                            + String.join(", ", names));
        }
        if (wanted == null && names.size() > 1) {
            throw UsageException.at(
                    name,
                    path
                            + " holds "
                            + names.size()
                            + " servers ("
                            + String.join(", ", names)
                            + "), and one gateway serves one server; run a gateway for each, with"
                            + " --server NAME and a --listen address of its own");
        }
        var chosen = wanted == null ? names.getFirst() : wanted.value();
        return new ServerEntry(chosen, name + ": " + path + "." + chosen, servers.get(chosen));
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

    private static JsonNode parse(String name, String text) throws UsageException {
        FileSlips.requireText(name, text);
        try {
            var root = JSON.readTree(text);
            if (!root.isObject()) {
                throw UsageException.at(name, "is no JSON object; it should begin with {");
            }
            return root;
        } catch (JacksonException e) {
            throw FileSlips.ofText(name, text, e);
        }
    }

    private static @Nullable Found find(JsonNode root) {
        var level = List.of(new Found(root, ""));
        for (int depth = 0; depth < DEEPEST; depth++) {
            var below = new ArrayList<Found>();
            for (var here : level) {
                var servers = member(here, "mcpServers");
                if (servers != null) {
                    return servers;
                }
                here.servers().propertyNames().stream()
                        .map(key -> member(here, key))
                        .filter(found -> found != null)
                        .forEach(below::add);
            }
            level = List.copyOf(below);
        }
        var start = new Found(root, "");
        var servers = member(start, "servers");
        var mcp = member(start, "mcp");
        return servers == null && mcp != null ? member(mcp, "servers") : servers;
    }

    /** The object of this name within that one; null if there is none. */
    private static @Nullable Found member(Found within, String key) {
        var value = within.servers().get(key);
        var path = within.path().isEmpty() ? key : within.path() + "." + key;
        return value != null && value.isObject() ? new Found(value, path) : null;
    }
}

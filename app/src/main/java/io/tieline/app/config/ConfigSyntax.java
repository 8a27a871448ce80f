package io.tieline.app.config;

import io.tieline.wire.Limits;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads the text of a file into a tree: TOML by its ending, else JSON with comments. */
final class ConfigSyntax {

    private static final String TOML_ENDING = ".toml";

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

    private ConfigSyntax() {}

    /** Loaded only where there is such a file. */
    private static final class Toml {
        static final TomlMapper MAPPER = TomlMapper.builder(TomlFactory.builder().build()).build();
    }

    static JsonNode parse(String name, String text) throws UsageException {
        FileSlips.requireText(name, text);
        try {
            if (isToml(name)) {
                return Toml.MAPPER.readTree(text);
            }
            var root = JSON.readTree(text);
            if (!root.isObject()) {
                throw UsageException.at(name, "is no JSON object; it should begin with {");
            }
            return root;
        } catch (JacksonException e) {
            throw FileSlips.ofText(name, text, e);
        }
    }

    static boolean isToml(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(TOML_ENDING);
    }
}

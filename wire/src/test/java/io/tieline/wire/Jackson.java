package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * What others read in the same bytes: the JDK's decoder, which is strict about UTF-8 as Jackson is
 * not, and behind it Jackson's parser of bytes (that of characters takes some letters for
 * hexadecimal digits).
 */
final class Jackson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Limits.DEFAULT.maxDepth())
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build();

    /** Behind an even number of backslashes. */
    private static final Pattern SURROGATE_ESCAPE =
            Pattern.compile("(?<=(?<!\\\\)(?:\\\\\\\\){0,50})\\\\u[dD]([89a-fA-F])");

    private Jackson() {}

    /** All that the document says, one token a line; empty if it is not one JSON value. */
    static Optional<String> read(byte[] document) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            return text.startsWith("\ufeff")
                    ? Optional.empty()
                    : Optional.of(withoutSurrogates(tokens(withoutSurrogateEscapes(text))));
        } catch (CharacterCodingException | JacksonException refused) {
            return Optional.empty();
        }
    }

    private static String tokens(String text) {
        StringBuilder tokens = new StringBuilder();
        int depth = 0;
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), text.getBytes(UTF_8))) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refused(parser, "nothing");
            }
            do {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                tokens.append(parser.getString()).append('\n');
                token = parser.nextToken();
                if (depth == 0 && token != null) {
                    throw refused(parser, "more than one value");
                }
            } while (token != null);
        }
        return tokens.toString();
    }

    private static JacksonException refused(JsonParser parser, String why) {
        return new tools.jackson.core.exc.StreamReadException(parser, why);
    }

    /** The same account, given by what is tested. */
    static String account(Json json) {
        StringBuilder tokens = new StringBuilder();
        account(json, tokens);
        return withoutSurrogates(tokens.toString());
    }

    /**
     * Jackson refuses half of a surrogate pair in a name, though the grammar has it. So both sides
     * see other characters in the place of surrogates, one for each.
     */
    private static String withoutSurrogateEscapes(String text) {
        return SURROGATE_ESCAPE
                .matcher(text)
                .replaceAll(
                        match -> "\\\\uE" + (Character.digit(match.group(1).charAt(0), 16) - 8));
    }

    private static String withoutSurrogates(String text) {
        StringBuilder replaced = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                replaced.setCharAt(i, (char) (c - Character.MIN_SURROGATE + 0xe000));
            }
        }
        return replaced.toString();
    }

    private static void account(Json json, StringBuilder tokens) {
        switch (json.kind()) {
            case OBJECT -> {
                tokens.append("{\n");
                for (Json.Member member : json.members()) {
                    tokens.append(member.name()).append('\n');
                    account(member.value(), tokens);
                }
                tokens.append("}\n");
            }
            case ARRAY -> {
                tokens.append("[\n");
                json.elements().forEach(element -> account(element, tokens));
                tokens.append("]\n");
            }
            case STRING -> tokens.append(json.asString()).append('\n');
            case NUMBER, TRUE, FALSE, NULL -> tokens.append(json).append('\n');
        }
    }
}

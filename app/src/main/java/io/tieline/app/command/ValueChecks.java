package io.tieline.app.command;

import io.tieline.wire.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a schema says of a value beside its type, as far as forms say it. */
final class ValueChecks {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Set<String> NUMBERS = Set.of("number", "integer");

    private ValueChecks() {}

    /** Throws what is wrong with the value. */
    static void check(ValueSchema schema, Json value) throws UnfitException {
        if (!schema.choices().isEmpty()) {
            choice(schema, value);
        } else if (value.isNumber()) {
            number(schema, new BigDecimal(value.toString()));
        } else if (value.isString()) {
            text(schema.json(), value.asString());
        } else if (value.isArray() && schema.isList()) {
            list(schema, value);
        }
    }

    /** Whether the value has a type that the schema allows, and all that it wants besides. */
    static void checkType(ValueSchema schema, Json value) throws UnfitException {
        var types = schema.types();
        var type = value.isNumber() ? "number" : typeName(value);
        boolean fits =
                types.isEmpty()
                        || types.contains(type)
                        || (value.isNumber() && types.stream().anyMatch(NUMBERS::contains));
        if (!fits) {
            throw new UnfitException("is no " + String.join(" and no ", types));
        }
        check(schema, value);
    }

    private static String typeName(Json value) {
        return switch (value.kind()) {
            case STRING -> "string";
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "boolean";
        };
    }

    private static void choice(ValueSchema schema, Json value) throws UnfitException {
        if (schema.choices().stream().noneMatch(one -> one.value().equals(value))) {
            var word = value.isString() ? value.asString() : value.toString();
            throw new UnfitException(
                    "\""
                            + word
                            + "\" is not one of "
                            + schema.choices().stream()
                                    .map(ValueSchema.Choice::word)
                                    .collect(Collectors.joining(", "))
                            + schema.suggestion(word));
        }
    }

    private static void number(ValueSchema schema, BigDecimal value) throws UnfitException {
        var types = schema.types();
        if (types.contains("integer")
                && !types.contains("number")
                && value.stripTrailingZeros().scale() > 0) {
            throw new UnfitException(value.toPlainString() + " is no whole number");
        }
        var json = schema.json();
        bound(value, json.get("minimum"), false, "at least");
        bound(value, json.get("maximum"), true, "at most");
        exclusive(value, json.get("exclusiveMinimum"), false, "more than");
        exclusive(value, json.get("exclusiveMaximum"), true, "less than");
    }

    private static void bound(BigDecimal value, @Nullable Json bound, boolean above, String words)
            throws UnfitException {
        if (bound != null && bound.isNumber()) {
            int order = value.compareTo(new BigDecimal(bound.toString()));
            if (above ? order > 0 : order < 0) {
                throw new UnfitException("must be " + words + " " + bound);
            }
        }
    }

    private static void exclusive(
            BigDecimal value, @Nullable Json bound, boolean above, String words)
            throws UnfitException {
        bound(value, bound, above, words);
        if (bound != null
                && bound.isNumber()
                && value.compareTo(new BigDecimal(bound.toString())) == 0) {
            throw new UnfitException("must be " + words + " " + bound);
        }
    }

    private static void text(Json schema, String text) throws UnfitException {
        length(text.codePointCount(0, text.length()), schema, "minLength", "maxLength", "letters");
        var pattern = schema.text("pattern");
        if (pattern != null && !matches(pattern, text)) {
            throw new UnfitException("must match " + pattern);
        }
        var format = schema.text("format");
        if (format != null && !isOfFormat(format, text)) {
            throw new UnfitException("\"" + text + "\" is no " + shown(format));
        }
    }

    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException notJavas) {
            return true;
        }
    }

    private static boolean isOfFormat(String format, String text) {
        try {
            return switch (format) {
                case "email" -> ADDRESS.matcher(text).matches();
                case "uri" -> new URI(text).isAbsolute();
                case "date" -> LocalDate.parse(text).getYear() <= Year.MAX_VALUE;
                case "date-time" -> OffsetDateTime.parse(text).getYear() <= Year.MAX_VALUE;
                default -> true;
            };
        } catch (URISyntaxException | DateTimeException otherwise) {
            return false;
        }
    }

    private static String shown(String format) {
        return switch (format) {
            case "email" -> "address like ada@example.com";
            case "uri" -> "URI like https://example.com";
            case "date" -> "date like 2026-07-28";
            case "date-time" -> "time like 2026-07-28T09:30:00Z";
            default -> format;
        };
    }

    private static void list(ValueSchema schema, Json value) throws UnfitException {
        var elements = value.elements();
        length(elements.size(), schema.json(), "minItems", "maxItems", "values");
        if (schema.json().flag("uniqueItems") && new HashSet<>(elements).size() < elements.size()) {
            throw new UnfitException("holds a value twice");
        }
        for (var element : elements) {
            checkType(schema.items(), element);
        }
    }

    private static void length(int length, Json schema, String least, String most, String what)
            throws UnfitException {
        OptionalLong fewest = schema.integer(least);
        OptionalLong longest = schema.integer(most);
        if (fewest.isPresent() && length < fewest.getAsLong()) {
            throw new UnfitException("needs at least " + fewest.getAsLong() + " " + what);
        }
        if (longest.isPresent() && length > longest.getAsLong()) {
            throw new UnfitException("may have at most " + longest.getAsLong() + " " + what);
        }
    }
}

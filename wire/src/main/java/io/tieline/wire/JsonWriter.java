package io.tieline.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values that are ours. Confined to one thread. */
final class JsonWriter {
    private final Bytes out = new Bytes();

    static Json object(@Nullable Object... nameThenValue) {
        if (nameThenValue.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        JsonWriter writer = new JsonWriter().raw("{");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < nameThenValue.length; i += 2) {
            if (!(nameThenValue[i] instanceof String name) || !names.add(name)) {
                throw new IllegalArgumentException(
                        "no name, or a repeated one: " + nameThenValue[i]);
            }
            Object value = nameThenValue[i + 1];
            if (value != null) {
                writer.name(name).value(name, value);
            }
        }
        return writer.raw("}").distinctJson();
    }

    static Json object(Map<String, Json> members) {
        JsonWriter writer = new JsonWriter().raw("{");
        members.forEach((name, value) -> writer.name(name).add(value));
        return writer.raw("}").distinctJson();
    }

    static Json array(Collection<Json> elements) {
        JsonWriter writer = new JsonWriter().raw("[");
        for (Json element : elements) {
            writer.separate('[').add(element);
        }
        return writer.raw("]").json();
    }

    /** A member's name and colon, and the comma before it if it is not the first. */
    JsonWriter name(String name) {
        return separate('{').add(name).raw(":");
    }

    private JsonWriter separate(char opening) {
        if (out.last() != opening) {
            out.add(',');
        }
        return this;
    }

    private JsonWriter value(String name, Object value) {
        return switch (value) {
            case Json json -> add(json);
            case String text -> add(text);
            case Long number -> add(number.longValue());
            case Integer number -> add(number.longValue());
            case Boolean bool -> add(Json.bool(bool));
            default ->
                    throw new IllegalArgumentException(
                            name
                                    + " is a "
                                    + value.getClass().getName()
                                    + ", which is no JSON value");
        };
    }

    JsonWriter add(String text) {
        JsonText.encode(text, out);
        return this;
    }

    JsonWriter add(long number) {
        return raw(Long.toString(number));
    }

    JsonWriter add(Json json) {
        out.add(json);
        return this;
    }

    /** ASCII that is written as it is. */
    JsonWriter raw(String ascii) {
        out.add(ascii.getBytes(US_ASCII));
        return this;
    }

    int length() {
        return out.length();
    }

    /** What was written, when it is not a whole value. */
    byte[] bytes() {
        return out.take();
    }

    Json json() {
        byte[] bytes = out.take();
        return new Json(bytes, 0, bytes.length);
    }

    /** The object that was written, when its members are known to have different names. */
    Json distinctJson() {
        byte[] bytes = out.take();
        return new Json(bytes, 0, bytes.length, true);
    }
}

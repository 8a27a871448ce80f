package io.tieline.framework;

import io.tieline.wire.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Has Jackson read and write {@link Json} and {@link Values} as the JSON that they are. */
final class OwnTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    OwnTypes() {
        super("tieline");
        addSerializer(Json.class, new Writer());
        addDeserializer(Json.class, new Reader());
        addSerializer(Values.class, new ValuesWriter());
        addDeserializer(Values.class, new ValuesReader());
    }

    private static Json read(JsonParser from) {
        var text = new StringBuilder();
        copy(from, text);
        return Json.of(text.toString());
    }

    /** Numbers pass as they were written, {@code 2.50} and {@code 1e400} too. */
    private static void copy(JsonParser from, StringBuilder to) {
        switch (from.currentToken()) {
            case START_OBJECT -> {
                to.append('{');
                while (from.nextToken() != JsonToken.END_OBJECT) {
                    comma(to, '{').append(Json.string(from.currentName())).append(':');
                    from.nextToken();
                    copy(from, to);
                }
                to.append('}');
            }
            case START_ARRAY -> {
                to.append('[');
                while (from.nextToken() != JsonToken.END_ARRAY) {
                    comma(to, '[');
                    copy(from, to);
                }
                to.append(']');
            }
            case VALUE_STRING -> to.append(Json.string(from.getString()));
            default -> to.append(from.getString());
        }
    }

    private static StringBuilder comma(StringBuilder to, char opening) {
        return to.charAt(to.length() - 1) == opening ? to : to.append(',');
    }

    private static final class Writer extends ValueSerializer<Json> {
        @Override
        public void serialize(Json json, JsonGenerator to, SerializationContext context) {
            to.writeRawValue(json.toString());
        }
    }

    private static final class Reader extends ValueDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser from, DeserializationContext context) {
            return read(from);
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }
    }

    private static final class ValuesWriter extends ValueSerializer<Values> {
        @Override
        public void serialize(Values values, JsonGenerator to, SerializationContext context) {
            to.writeRawValue(values.json().toString());
        }
    }

    private static final class ValuesReader extends ValueDeserializer<Values> {
        @Override
        public Values deserialize(JsonParser from, DeserializationContext context) {
            return new Values(read(from));
        }
    }
}

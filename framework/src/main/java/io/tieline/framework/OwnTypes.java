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

/**
 * Has Jackson read and write {@link Json} and {@link Values} as the JSON that they are, and records
 * of sealed interfaces with what tells them apart.
 */
final class OwnTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    OwnTypes() {
        super("tieline");
        setSerializerModifier(new TypedRecords());
        addSerializer(Json.class, new Writer());
        addDeserializer(Json.class, new Reader());
        addSerializer(Values.class, new ValuesWriter());
        addDeserializer(Values.class, new ValuesReader());
    }

    /** One value, however deep it is: by a loop, which takes nothing of the stack. */
    private static Json read(JsonParser from) {
        var text = new StringBuilder();
        int open = copy(from.currentToken(), from, text);
        while (open > 0) {
            open += copy(from.nextToken(), from, text);
        }
        return Json.of(text.toString());
    }

    /**
     * Copies a token, and says how many more containers are open behind it. Numbers pass as they
     * were written, {@code 2.50} and {@code 1e400} too.
     */
    private static int copy(JsonToken token, JsonParser from, StringBuilder to) {
        if (!token.isStructEnd()) {
            comma(to);
        }
        switch (token) {
            case PROPERTY_NAME -> to.append(Json.string(from.currentName())).append(':');
            case VALUE_STRING -> to.append(Json.string(from.getString()));
            default -> to.append(from.getString());
        }
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    /** Between a value and the next one, or the next name. */
    private static void comma(StringBuilder to) {
        char last = to.isEmpty() ? '[' : to.charAt(to.length() - 1);
        if (last != '[' && last != '{' && last != ':') {
            to.append(',');
        }
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

package io.tieline.framework;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Has a record of a sealed interface say which it is wherever it stands: Jackson says so by itself
 * only where the declared type does, and that of an element of a list is erased.
 */
final class TypedRecords extends ValueSerializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("unchecked") // a serializer of records of this class
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config,
            BeanDescription.Supplier description,
            ValueSerializer<?> serializer) {
        var type = description.getBeanClass();
        return type.isRecord() && Cases.around(type) != null
                ? new Typed((ValueSerializer<Object>) serializer, type)
                : serializer;
    }

    private static final class Typed extends ValueSerializer<Object> {

        private final ValueSerializer<Object> plain;
        private final Class<?> type;
        private @Nullable TypeSerializer marker;

        Typed(ValueSerializer<Object> plain, Class<?> type) {
            this.plain = plain;
            this.type = type;
        }

        @Override
        public void resolve(SerializationContext context) {
            marker = context.findTypeSerializer(context.constructType(type));
            plain.resolve(context);
        }

        @Override
        @SuppressWarnings("unchecked") // the same serializer, for one place
        public ValueSerializer<?> createContextual(
                SerializationContext context, @Nullable BeanProperty property) {
            var here = (ValueSerializer<Object>) plain.createContextual(context, property);
            var typed = new Typed(here, type);
            typed.marker = marker == null ? null : marker.forProperty(context, property);
            return typed;
        }

        @Override
        public void serialize(Object value, JsonGenerator to, SerializationContext context) {
            if (marker == null) {
                plain.serialize(value, to, context);
            } else {
                plain.serializeWithType(value, to, context, marker);
            }
        }

        @Override
        public void serializeWithType(
                Object value,
                JsonGenerator to,
                SerializationContext context,
                TypeSerializer declared) {
            plain.serializeWithType(value, to, context, declared);
        }

        @Override
        public boolean usesObjectId() {
            return plain.usesObjectId();
        }

        @Override
        public Iterator<PropertyWriter> properties() {
            return plain.properties();
        }

        @Override
        public boolean isEmpty(SerializationContext context, Object value) {
            return plain.isEmpty(context, value);
        }
    }
}

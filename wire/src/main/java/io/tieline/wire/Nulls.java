package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * Members that are null where a message should have none: many writers of JSON write all the
 * members that their type has. Whoever is behind us may refuse such a message, so that they do not
 * go on.
 */
final class Nulls {

    private Nulls() {}

    /** The message without the first of them; null if it has none. */
    static @Nullable Json removed(ScannedMessage envelope) {
        if (isNull(envelope.params)) {
            return envelope.json.without("params");
        }
        if (isNull(envelope.error) && isValue(envelope.result)) {
            return envelope.json.without("error");
        }
        if (isNull(envelope.result) && isValue(envelope.error)) {
            return envelope.json.without("result");
        }
        if (isNull(envelope.method) && (isValue(envelope.result) || isValue(envelope.error))) {
            return envelope.json.without("method");
        }
        if (isNull(envelope.result) && isValue(envelope.method)) {
            return envelope.json.without("result");
        }
        if (isNull(envelope.error) && isValue(envelope.method)) {
            return envelope.json.without("error");
        }
        if (isNull(envelope.id) && isNotification(envelope.method)) {
            return envelope.json.without("id");
        }
        return null;
    }

    private static boolean isNull(@Nullable Json value) {
        return value != null && value.isNull();
    }

    static boolean isValue(@Nullable Json value) {
        return value != null && !value.isNull();
    }

    private static boolean isNotification(@Nullable Json method) {
        return method != null
                && method.isString()
                && method.asString().startsWith("notifications/");
    }
}

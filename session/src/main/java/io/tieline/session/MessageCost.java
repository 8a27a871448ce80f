package io.tieline.session;

import io.tieline.wire.Json;
import io.tieline.wire.Message;

/** The cost of keeping something of a message, in bytes. */
public final class MessageCost {

    /** Beside its bytes: the objects that carry a message, and their places in tables. */
    private static final int OBJECTS = 1024;

    private MessageCost() {}

    /** The cost of a message that waits, or of a request that is being served. */
    public static long of(Message message) {
        return (long) OBJECTS + message.payload().length();
    }

    /** The cost of values that are kept for themselves. */
    public static long of(Json... values) {
        long sum = 0;
        for (var value : values) {
            sum += value.length();
        }
        return sum;
    }
}

package io.tieline.http;

import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.List;

/** Reads what a backend may put where one message is expected: a message, or a batch of them. */
final class ReceivedMessages {

    private ReceivedMessages() {}

    /**
     * @param bytes kept: the caller must not change them any more
     * @throws MalformedException if they are neither
     */
    static List<Message> of(byte[] bytes, Limits limits) throws MalformedException {
        return Message.isBatch(bytes)
                ? Message.parseBatch(bytes, limits)
                : List.of(Message.parse(bytes, limits));
    }
}

package io.tieline.http;

import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.List;

/** Reads what a backend may put where one message is expected: a message, or a batch of them. */
final class ReceivedMessages {

    private ReceivedMessages() {}

    /** Whether what cannot be read may be an answer: it was meant as one, or has the id of one. */
    static boolean mayAnswer(MalformedException why) {
        return switch (why.meant()) {
            case RESPONSE -> true;
            case REQUEST, NOTIFICATION -> false;
            case NOTHING -> why.answers() != null;
        };
    }

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

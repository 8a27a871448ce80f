package io.tieline.http.io;

import io.tieline.wire.Batch;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import java.util.List;

/**
 * What stands where a peer says something: a message, or a batch of them, each read by itself.
 *
 * @param messages what can be read, in its order
 * @param malformed why the rest cannot; one of the two lists holds something
 */
public record ReceivedMessages(List<Message> messages, List<MalformedException> malformed) {

    public static ReceivedMessages of(Message message) {
        return new ReceivedMessages(List.of(message), List.of());
    }

    /**
     * Reads a message or a batch.
     *
     * @param bytes kept: the caller must not change them any more
     */
    public static ReceivedMessages of(byte[] bytes, Limits limits) {
        if (!Message.isBatch(bytes)) {
            return one(bytes, limits);
        }
        try {
            var batch = Batch.parse(bytes, limits);
            return new ReceivedMessages(batch.messages(), batch.malformed());
        } catch (MalformedException why) {
            return none(why);
        }
    }

    /** The same where there can be no batch. */
    public static ReceivedMessages one(byte[] bytes, Limits limits) {
        try {
            return of(Message.parse(bytes, limits));
        } catch (MalformedException why) {
            return none(why);
        }
    }

    private static ReceivedMessages none(MalformedException why) {
        return new ReceivedMessages(List.of(), List.of(why));
    }

    /** Whether what cannot be read may be an answer: it was meant as one, or has the id of one. */
    public static boolean mayAnswer(MalformedException why) {
        return switch (why.meant()) {
            case RESPONSE -> true;
            case REQUEST, NOTIFICATION -> false;
            case NOTHING -> why.answers() != null;
        };
    }

    /** Whether one of them is to be answered. */
    public boolean hasRequest() {
        for (var message : messages) {
            if (message instanceof Request) {
                return true;
            }
        }
        return false;
    }

    /** What a client is told of those that were meant as no answer. */
    public List<Failure> refusals() {
        if (malformed.isEmpty()) {
            return List.of();
        }
        return malformed.stream()
                .filter(why -> !mayAnswer(why))
                .map(why -> Failure.of(why.id(), why.error()))
                .toList();
    }
}

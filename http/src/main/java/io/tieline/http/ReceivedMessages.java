package io.tieline.http;

import io.tieline.session.Caller;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Batch;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.List;

/**
 * What stands where a peer says something: a message, or a batch of them, each read by itself.
 *
 * @param messages what can be read, in its order
 * @param malformed why the rest cannot; one of the two lists holds something
 */
record ReceivedMessages(List<Message> messages, List<MalformedException> malformed) {

    static ReceivedMessages of(Message message) {
        return new ReceivedMessages(List.of(message), List.of());
    }

    /**
     * Reads a message or a batch.
     *
     * @param bytes kept: the caller must not change them any more
     */
    static ReceivedMessages of(byte[] bytes, Limits limits) {
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
    static ReceivedMessages one(byte[] bytes, Limits limits) {
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
    static boolean mayAnswer(MalformedException why) {
        return switch (why.meant()) {
            case RESPONSE -> true;
            case REQUEST, NOTIFICATION -> false;
            case NOTHING -> why.answers() != null;
        };
    }

    /** Whether one of them is to be answered. */
    boolean hasRequest() {
        for (var message : messages) {
            if (message instanceof Request) {
                return true;
            }
        }
        return false;
    }

    /** What a client is told of those that were meant as no answer. */
    List<Failure> refusals() {
        if (malformed.isEmpty()) {
            return List.of();
        }
        return malformed.stream()
                .filter(why -> !mayAnswer(why))
                .map(why -> Failure.of(why.id(), why.error()))
                .toList();
    }

    /** Fails the questions whose answers cannot be read: they get no better ones. */
    void failQuestions(ClientSession session, Caller caller) {
        for (var why : malformed) {
            fail(why, why.error(), session, caller);
        }
    }

    /** The same if the body of this request, or what is there of it, is such an answer. */
    static void missed(
            HttpRequestMessage request, Limits limits, RpcError error, ClientSession session) {
        for (var why : one(request.body(), limits).malformed()) {
            fail(why, error, session, request.caller());
        }
    }

    private static void fail(
            MalformedException why, RpcError error, ClientSession session, Caller caller) {
        if (mayAnswer(why)) {
            var failure = Failure.of(why.answers(), error);
            session.receive(failure, caller, NoAnswer.INSTANCE);
        }
    }
}

package io.tieline.http.server;

import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Caller;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.RpcError;

/** Fails the questions whose answers cannot be read: they get no better ones. */
final class UnreadAnswers {

    private UnreadAnswers() {}

    /** Fails what was answered by those of these that cannot be read. */
    static void fail(ReceivedMessages received, ClientSession session, Caller caller) {
        for (var why : received.malformed()) {
            fail(why, why.error(), session, caller);
        }
    }

    /** The same if the body of this request, or what is there of it, is such an answer. */
    static void missed(
            HttpRequestMessage request, Limits limits, RpcError error, ClientSession session) {
        for (var why : ReceivedMessages.one(request.body(), limits).malformed()) {
            fail(why, error, session, request.caller());
        }
    }

    private static void fail(
            MalformedException why, RpcError error, ClientSession session, Caller caller) {
        if (ReceivedMessages.mayAnswer(why)) {
            var failure = Failure.of(why.answers(), error);
            session.receive(failure, caller, NoAnswer.INSTANCE);
        }
    }
}

package io.tieline.testkit.peers;

import io.tieline.session.Caller;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import java.util.List;

/** A request in a session: it is sent once, and questions are requests on its stream. */
final class SessionDelivery implements Delivery {

    private final ClientSession session;
    private final Caller caller;
    private final RecordedReply reply;

    SessionDelivery(ClientSession session, Caller caller, RecordedReply reply) {
        this.session = session;
        this.caller = caller;
        this.reply = reply;
    }

    @Override
    public void send() {
        session.receive(reply.request(), caller, reply.stream());
    }

    @Override
    public void cancel(String reason) {
        var params = Json.object("requestId", reply.request().id().json(), "reason", reason);
        session.receive(Notification.of(Method.CANCELLED, params), caller, reply.stream());
    }

    @Override
    public void answer(RecordedQuestion question, Json result) {
        session.receive(Result.of(idOf(question), result), caller, reply.stream());
    }

    private static Id idOf(RecordedQuestion question) {
        try {
            return Id.of(question.key());
        } catch (MalformedException e) {
            throw new IllegalStateException("A question has the id " + question.key(), e);
        }
    }

    @Override
    public List<RecordedQuestion> askedBy(Result result) {
        return List.of();
    }

    @Override
    public int attempts() {
        return 1;
    }
}

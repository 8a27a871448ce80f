package io.tieline.session.backend;

import io.tieline.session.Question;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;

/** Hears the answer to our own {@code initialize}, and opens the session with it or ends it. */
final class Handshake implements CallListener {

    private final BackendContext context;
    private final SessionLife life;
    private final SessionAudience audience;
    private final EraChoice choice;

    Handshake(
            BackendContext context, SessionLife life, SessionAudience audience, EraChoice choice) {
        this.context = context;
        this.life = life;
        this.audience = audience;
        this.choice = choice;
    }

    /** The request that opens a session. */
    static Request request(BackendOpening opening) {
        var params =
                Json.object(
                        "protocolVersion",
                        opening.revision().text(),
                        "capabilities",
                        opening.capabilities(),
                        "clientInfo",
                        opening.clientInfo());
        return Request.of(Id.of(0), Method.INITIALIZE, params);
    }

    @Override
    public void answered(Response response) {
        switch (response) {
            case Result result -> agreed(result.result());
            case Failure failure -> choice.handshakeRefused(failure);
        }
    }

    private void agreed(Json result) {
        var version = result.text("protocolVersion");
        var revision = version == null ? null : Revision.ofHandshake(version);
        if (revision != null) {
            life.open(revision, result);
        } else {
            life.breakOff(
                    "Backend "
                            + context.name()
                            + " answered initialize with the unknown revision "
                            + version
                            + "; pin one that it speaks");
        }
    }

    @Override
    public void notified(Notification notification) {
        audience.tell(notification);
    }

    @Override
    public void asked(Question question) {
        question.refuse(
                RpcError.of(
                        ErrorCode.INVALID_REQUEST,
                        "Nothing may be asked before initialize is answered"));
    }

    @Override
    public void failed(RpcError error) {
        life.end(new LinkFailure(Kind.of(error.code()), error.message(), Executed.NO));
    }
}

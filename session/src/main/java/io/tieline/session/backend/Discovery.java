package io.tieline.session.backend;

import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Question;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;

/**
 * Hears what a backend of the stateless era says of itself, and opens the session with it or ends
 * it (revision 2026-07-28, "Discovery"). On the backend session's strand.
 */
final class Discovery implements CallListener {

    /** For a backend that was declared to speak this revision and cannot be discovered. */
    private static final Json UNDISCOVERED =
            Json.of(
                    """
                    {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{},"resources":{},"prompts":{}},"ttlMs":0,"cacheScope":"private"}\
                    """);

    private final BackendContext context;
    private final SessionLife life;
    private final SessionAudience audience;
    private final Holding said;

    Discovery(BackendContext context, SessionLife life, SessionAudience audience) {
        this.context = context;
        this.life = life;
        this.audience = audience;
        this.said = new Holding(context.account(), Budget.Use.KEPT);
    }

    /** The request that asks a backend what it is. */
    static Request request() {
        return Request.of(Id.of(0), Method.SERVER_DISCOVER, null);
    }

    /** Opens the session with what the backend says of itself, or has said a while ago. */
    void open(Json discovered) {
        life.openStateless(discovered, asHandshake(discovered));
    }

    /** Translates what the backend says of itself into the words of the handshake era. */
    private static Json asHandshake(Json discovered) {
        var capabilities = discovered.get("capabilities");
        var info = discovered.at("_meta", MetaKey.SERVER_INFO);
        var instructions = discovered.get("instructions");
        var result =
                Json.object(
                        "protocolVersion",
                        Revision.LATEST_HANDSHAKE.text(),
                        "capabilities",
                        capabilities == null || !capabilities.isObject()
                                ? Json.EMPTY_OBJECT
                                : capabilities.without("extensions"),
                        "serverInfo",
                        info == null ? Json.object("name", "unnamed", "version", "0") : info);
        return instructions == null ? result : result.with("instructions", instructions);
    }

    @Override
    public void answered(Response response) {
        switch (response) {
            case Result result -> {
                // One for each session, which found room while it arrived.
                said.charge(result.result().length());
                open(result.result());
            }
            case Failure failure -> refused(failure.error().message());
        }
    }

    private void refused(String why) {
        if (era().isPinned()) {
            open(UNDISCOVERED);
        } else {
            era().forget();
            life.breakOff("Backend " + context.name() + " refused server/discover: " + why);
        }
    }

    private BackendEra era() {
        return context.opening().era();
    }

    @Override
    public void failed(RpcError error) {
        if (error.code() == ErrorCode.BACKEND_BROKE_PROTOCOL && era().isPinned()) {
            refused(error.message());
            return;
        }
        era().forget();
        life.end(new LinkFailure(Kind.of(error.code()), error.message(), Executed.NO));
    }

    @Override
    public void notified(Notification notification) {
        audience.tell(notification);
    }

    @Override
    public void asked(Question question) {
        question.refuse(RpcError.of(ErrorCode.INVALID_REQUEST, "Nobody is asked during discovery"));
    }

    /** The session is over: what the backend has said is let go. */
    void over() {
        said.hold(0);
    }
}

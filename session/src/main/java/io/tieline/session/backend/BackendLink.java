package io.tieline.session.backend;

import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * The one link of a backend session, and the dialect that is spoken on it: all that the session
 * sends leaves here. A second link replaces the first one if the backend turns out to speak another
 * era. On the session's strand.
 */
final class BackendLink {

    private final BackendContext context;
    private final UnnamedAnswers unnamed;
    private @Nullable Link link;
    private @Nullable Dialect dialect;
    private boolean mute;

    BackendLink(BackendContext context, UnnamedAnswers unnamed) {
        this.context = context;
        this.unnamed = unnamed;
    }

    /** Connects to the backend, in order to speak so with it. */
    void connect(Dialect spoken, Link.Listener listener) {
        dialect = spoken;
        link = context.backend().connect(context.opening().headers(), listener);
    }

    private Link link() {
        var open = link;
        if (open == null) {
            throw new IllegalStateException("The session has no link yet");
        }
        return open;
    }

    /** The dialect in which the session speaks with its backend. */
    Dialect dialect() {
        var spoken = dialect;
        if (spoken == null) {
            throw new IllegalStateException("The era is not known yet");
        }
        return spoken;
    }

    /** Says whether this dialect is spoken, and not one that has replaced it. */
    boolean speaks(Dialect one) {
        return one.equals(dialect);
    }

    /** Says whether a message that a request causes arrives on that request's own stream. */
    boolean attributes() {
        return link().attributes();
    }

    /** Says whether a call may overlap any other, because nothing that it causes is mistaken. */
    boolean isExact() {
        return dialect().isExact();
    }

    /** Names the revision in which the backend has answered. */
    void agree(Revision revision) {
        link().opened(revision);
    }

    void send(Request request, Call call) {
        link().request(request, call);
    }

    void send(Notification notification) {
        unnamed.told(notification);
        link().send(notification);
    }

    /** Sends an answer to a question of the backend; nothing once the session is over. */
    void reply(Response response) {
        if (!mute) {
            link().send(response);
        }
    }

    /** Answers a request of the backend with an empty result. */
    void acknowledge(Request request) {
        reply(Result.of(request.id(), Json.EMPTY_OBJECT));
    }

    /** Answers a request of the backend with an error. */
    void refuse(Request request, RpcError error) {
        reply(Failure.of(request.id(), error));
    }

    /** Nothing more is wanted of this call's stream. */
    void release(Call call) {
        link().release(call);
    }

    /** The reader of this call's stream is too slow, or has caught up. */
    void press(Call call, boolean tooMuch) {
        if (!mute) {
            link().press(call, tooMuch);
        }
    }

    /** The last words of the backend beside the protocol; empty if there are none. */
    String lastWords() {
        return link == null ? "" : link.lastWords();
    }

    /** Ends what is spoken, and leaves the connection alone. */
    void mute() {
        mute = true;
        if (dialect != null) {
            dialect.over();
        }
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }
}

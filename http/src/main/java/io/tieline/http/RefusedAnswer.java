package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose status is no success: a JSON-RPC error of the backend's own, the end of the
 * session, a hint that the backend speaks the older transport, or a mere refusal.
 */
final class RefusedAnswer implements Answer {

    private static final int MAX_BYTES = 64 * 1024;

    private final PostedRequest request;
    private final StreamableLink link;
    private final int status;
    private final boolean readable;
    private final JsonBody json;

    RefusedAnswer(PostedRequest request, StreamableLink link, int status, HttpHeaders headers) {
        this.request = request;
        this.link = link;
        this.status = status;
        this.readable = ResponseType.of(headers) == ResponseType.JSON;
        this.json = new JsonBody(headers, MAX_BYTES);
    }

    @Override
    public void add(ByteBuf piece) {
        if (!json.add(piece)) {
            request.cancelTrip();
            end();
        }
    }

    @Override
    public void broken(LinkFailure failure) {
        end();
    }

    @Override
    public void end() {
        if (status == 404 && link.hasSession()) {
            link.sessionLost(request);
        } else if (status == 400 && link.hasSession()) {
            link.probe(this::probed);
        } else if (!link.fallBack(status, request, this::settle)) {
            settle();
        }
    }

    /** Some servers say 400 to a session that they do not know. */
    private void probed(boolean alive) {
        if (request.isOver()) {
            return;
        }
        if (alive) {
            settle();
        } else {
            link.sessionLost(request);
        }
    }

    private void settle() {
        request.finish();
        var own = ownWords();
        if (own != null) {
            request.stream().received(own);
        } else {
            request.stream().failed(request.requests().faults().refused(status, "POST"));
        }
    }

    /** In the stateless era the response says which request it refuses, whatever it could read. */
    private boolean isForIt(Failure failure) {
        return request.isStateless() || request.request().id().equals(failure.id());
    }

    /** The backend's own answer to this very request; who is not let in gets none. */
    private @Nullable Message ownWords() {
        if (!readable || status == 401 || status == 403) {
            return null;
        }
        try {
            var message = Message.parse(json.bytes(), request.requests().messageLimits());
            return message instanceof Failure failure && isForIt(failure)
                    ? failure.withId(request.request().id())
                    : null;
        } catch (MalformedException e) {
            return null;
        }
    }
}

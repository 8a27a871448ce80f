package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;

/**
 * An answer whose status is no success: a JSON-RPC error of the backend's own, the end of the
 * session, a hint that the backend speaks the older transport, or a mere refusal.
 */
final class RefusedAnswer implements PostAnswer {

    private final PostedRequest request;
    private final StreamableLink link;
    private final int status;
    private final HttpHeaders headers;
    private final JsonBody body;
    private boolean over;

    RefusedAnswer(PostedRequest request, StreamableLink link, int status, HttpHeaders headers) {
        this.request = request;
        this.link = link;
        this.status = status;
        this.headers = headers;
        this.body = new JsonBody(headers, ShortAnswer.MAX_BYTES);
    }

    @Override
    public void add(ByteBuf piece) {
        if (!over && !body.add(piece)) {
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
        over = true;
        var answer = new ShortAnswer(status, headers, body.bytes());
        if (answer.showsLife()) {
            link.heard();
        }
        if (!link.hasBegun()) {
            if (!link.fallBack(status, request, () -> settle(answer))) {
                settle(answer);
            }
            return;
        }
        switch (SessionDoubt.of(answer, request.request().id())) {
            case NONE -> settle(answer);
            case LOST -> lost(answer);
            case DOUBTFUL -> ask(answer);
        }
    }

    /** Who has named no session does not speak of one. */
    private void lost(ShortAnswer answer) {
        if (link.isNamed()) {
            link.sessionLost(request);
        } else {
            ask(answer);
        }
    }

    /**
     * A backend that cannot be asked is believed as the specification has it, and as most mean it:
     * an error under the request's own id is its answer.
     */
    private void ask(ShortAnswer answer) {
        var error = answer.error();
        boolean answers = error != null && isForIt(error);
        boolean otherwise = answers || !link.isNamed() || (status != 400 && status != 404);
        link.probe(
                request.stream().headers(),
                otherwise,
                alive -> {
                    if (request.isOver()) {
                        return;
                    }
                    if (alive) {
                        settle(answer);
                    } else {
                        link.sessionLost(request);
                    }
                });
    }

    private void settle(ShortAnswer answer) {
        request.finish();
        var error = answer.error();
        if (error != null && SessionDoubt.isAnswer(status) && isForIt(error)) {
            request.stream().received(error.withId(request.request().id()));
        } else {
            request.stream().failed(request.requests().faults().refused(answer, "POST"));
        }
    }

    /** In the stateless era the response says which request it refuses, whatever it could read. */
    private boolean isForIt(Failure failure) {
        return request.isStateless() || SessionDoubt.isOf(failure, request.request().id());
    }
}

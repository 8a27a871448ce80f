package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer with a status of success that is neither JSON nor an event stream: a page, an empty
 * acknowledgement, or a body in an encoding that nobody asked for. The request fails as soon as its
 * first words are there to be shown.
 */
final class StrangeAnswer implements PostAnswer {

    /** How long is waited for its words. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PostedRequest request;
    private final int status;
    private final HttpHeaders headers;
    private final JsonBody body;
    private Timers.@Nullable Alarm alarm;

    StrangeAnswer(PostedRequest request, int status, HttpHeaders headers) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.body = new JsonBody(headers, ShortAnswer.MAX_BYTES);
        this.alarm = request.requests().alarms().after(PATIENCE, this::end);
    }

    @Override
    public void add(ByteBuf piece) {
        if (!body.add(piece)) {
            end();
        }
    }

    @Override
    public void end() {
        request.doubt(request.requests().faults().broke(fault()));
    }

    private String fault() {
        var encoding = ShortAnswer.encoding(headers);
        if (encoding != null) {
            return "answered "
                    + request.request().method()
                    + " with a body in Content-Encoding "
                    + encoding
                    + ", which was not asked for; switch its compression off";
        }
        var answer = new ShortAnswer(status, headers, body.bytes());
        var said = answer.words() == null ? "" : ", and says \"" + answer.words() + "\"";
        return "answered "
                + request.request().method()
                + " with HTTP status "
                + status
                + " and "
                + ResponseType.shown(headers)
                + ", neither JSON nor an event stream"
                + said
                + "; check the URL";
    }

    @Override
    public void broken(LinkFailure failure) {
        end();
    }

    @Override
    public void over() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}

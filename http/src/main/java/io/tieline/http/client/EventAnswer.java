package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The answer as an event stream: notifications, questions, and at last the response. One stream may
 * come in several responses, each of which takes up where the one before broke off.
 */
final class EventAnswer implements PostAnswer {

    private final PostedRequest request;
    private final LinkRequests requests;
    private final Resumption resumption;
    private final @Nullable SilenceWatch watch;
    private final EventBody events;

    EventAnswer(PostedRequest request, Resumption resumption) {
        this.request = request;
        this.requests = request.requests();
        this.resumption = resumption;
        this.watch = request.listens() ? watch() : null;
        this.events =
                new EventBody(
                        requests.messageLimits().maxBytes(), requests.room(), watch, this::event);
    }

    /** An answer is waited for as long as its call waits; news may come on another stream. */
    private SilenceWatch watch() {
        return new SilenceWatch(
                requests.alarms(), requests.limits().silence(), request::isBusy, this::fellSilent);
    }

    @Override
    public void add(ByteBuf piece) {
        try {
            events.add(piece);
        } catch (MalformedException e) {
            switch (e.meant()) {
                case REQUEST, NOTIFICATION -> request.malformed(e);
                case RESPONSE, NOTHING -> {
                    int limit = requests.messageLimits().maxBytes();
                    request.giveUp(requests.faults().ofEvent(e, limit));
                }
            }
        }
    }

    private void event(SseEvent event) {
        resumption.note(event);
        if (request.isOver() || !EventBody.isMessage(event)) {
            return;
        }
        var all = ReceivedMessages.of(event.data(), requests.messageLimits());
        all.messages().forEach(request::received);
        all.malformed().forEach(request::malformed);
        if (request.isAnswered()) {
            request.linger();
        }
    }

    private void fellSilent() {
        request.cancelTrip();
        request.resume("it has fallen silent");
    }

    @Override
    public void end() {
        if (request.hasStrayed()) {
            request.unanswered("");
        } else {
            request.ended();
        }
    }

    @Override
    public void broken(LinkFailure failure) {
        request.resume("the connection breaks again and again");
    }

    @Override
    public void over() {
        events.close();
        if (watch != null) {
            watch.stop();
        }
    }
}

package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.tieline.session.LinkFailure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.SseEvent;

/**
 * The answer as an event stream: notifications, questions, and at last the response. One stream may
 * come in several responses, each of which takes up where the one before broke off.
 */
final class EventAnswer implements Answer {

    private final PostedRequest request;
    private final LinkRequests requests;
    private final Resumption resumption;
    private final SilenceWatch watch;
    private final EventBody events;

    EventAnswer(PostedRequest request, Resumption resumption, boolean pressed) {
        this.request = request;
        this.requests = request.requests();
        this.resumption = resumption;
        this.watch =
                new SilenceWatch(requests.alarms(), requests.limits().silence(), this::fellSilent);
        watch.pause(pressed);
        this.events = new EventBody(requests.messageLimits().maxBytes(), watch, this::event);
    }

    @Override
    public void add(ByteBuf piece) {
        try {
            events.add(piece);
        } catch (MalformedException e) {
            int limit = requests.messageLimits().maxBytes();
            request.giveUp(requests.faults().tooLong("an event", limit));
        }
    }

    private void event(SseEvent event) {
        resumption.note(event);
        if (request.isOver() || !EventBody.isMessage(event)) {
            return;
        }
        try {
            ReceivedMessages.of(event.data(), requests.messageLimits()).forEach(request::received);
        } catch (MalformedException e) {
            request.malformed(e);
        }
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
        // Ended in order and without the answer: the backend wants to be polled.
        request.paused();
        request.resume("the stream ends again and again");
    }

    @Override
    public void broken(LinkFailure failure) {
        request.resume("the connection breaks again and again");
    }

    @Override
    public void press(boolean tooMuch) {
        watch.pause(tooMuch);
    }

    @Override
    public void over() {
        watch.stop();
    }
}

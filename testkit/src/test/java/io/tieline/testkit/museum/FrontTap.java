package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and the core and lets everything through; an exhibit overrides what it
 * spoils.
 */
class FrontTap implements Front {

    private final Front front;

    FrontTap(Front front) {
        this.front = front;
    }

    /** A client says something. */
    void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
        seat.receive(message, caller, stream);
    }

    /** A client opens its general stream. */
    void attaches(Seat seat, ReplyStream stream) {
        seat.attach(stream);
    }

    /** A client without a session says something. */
    Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
        return front.receive(request, caller, stream);
    }

    @Override
    public Exchange.Cancellation receive(Request request, Caller caller, ReplyStream stream) {
        return asks(request, caller, stream);
    }

    @Override
    public Seat open(Caller owner, boolean renewable) {
        return tap(front.open(owner, renewable));
    }

    @Override
    public @Nullable Seat find(String id, Caller caller) {
        var seat = front.find(id, caller);
        return seat == null ? null : tap(seat);
    }

    private Seat tap(Seat seat) {
        return new Seat() {
            @Override
            public String id() {
                return seat.id();
            }

            @Override
            public void receive(Message message, Caller caller, ReplyStream stream) {
                says(seat, message, caller, stream);
            }

            @Override
            public void attach(ReplyStream stream) {
                attaches(seat, stream);
            }

            @Override
            public void close() {
                seat.close();
            }
        };
    }
}

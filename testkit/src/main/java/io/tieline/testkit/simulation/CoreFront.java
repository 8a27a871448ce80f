package io.tieline.testkit.simulation;

import io.tieline.session.Caller;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/** The production core, unchanged. */
record CoreFront(ClientSessions sessions, StatelessClients clients) implements Front {

    @Override
    public Seat open(Caller owner, boolean renewable) {
        return new CoreSeat(sessions.open(owner, renewable));
    }

    @Override
    public @Nullable Seat find(String id, Caller caller) {
        var session = sessions.find(id, caller);
        return session == null ? null : new CoreSeat(session);
    }

    @Override
    public Exchange.Cancellation receive(Request request, Caller caller, ReplyStream stream) {
        return clients.receive(request, caller, stream);
    }

    private record CoreSeat(ClientSession session) implements Seat {

        @Override
        public String id() {
            return session.id();
        }

        @Override
        public void receive(Message message, Caller caller, ReplyStream stream) {
            session.receive(message, caller, stream);
        }

        @Override
        public void attach(ReplyStream stream) {
            session.attach(stream);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}

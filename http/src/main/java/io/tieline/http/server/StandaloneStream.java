package io.tieline.http.server;

import static java.util.Objects.requireNonNull;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stream of a session for what belongs to no request: what a client opens with GET. */
final class StandaloneStream implements ReplyStream, ReplyStream.Listener {

    private final Consumer<StandaloneStream> onGone;
    private volatile @Nullable EventStream events;
    private volatile @Nullable Listener listener;
    private volatile boolean lost;

    StandaloneStream(Consumer<StandaloneStream> onGone) {
        this.onGone = onGone;
    }

    /** Names the events that it writes to; called before anything else. */
    void begin(EventStream stream) {
        events = stream;
    }

    boolean isNamed(String name) {
        return events().name().equals(name);
    }

    private EventStream events() {
        return requireNonNull(events, "begin is called first");
    }

    /** Goes on with the stream on this connection. */
    void connect(HttpReply reply) {
        var stream = events();
        stream.lane().run(() -> stream.connect(reply, -1));
    }

    @Override
    public void send(Message message) {
        var stream = events();
        boolean notification = message instanceof Notification;
        stream.lane().run(() -> stream.send(message.payload(), notification));
    }

    @Override
    public void end(Response response) {
        send(response);
    }

    @Override
    public void abort() {
        events().lane().run(events()::abort);
    }

    @Override
    public boolean canAsk() {
        return !lost;
    }

    @Override
    public boolean isLive() {
        return events().isLive();
    }

    @Override
    public void listen(Listener hearer) {
        listener = hearer;
        if (lost) {
            hearer.lost();
        }
    }

    @Override
    public void pressed(boolean tooMuch) {
        var hearer = listener;
        if (hearer != null) {
            hearer.pressed(tooMuch);
        }
    }

    @Override
    public void lost() {
        lost = true;
        onGone.accept(this);
        var hearer = listener;
        if (hearer != null) {
            hearer.lost();
        }
    }
}

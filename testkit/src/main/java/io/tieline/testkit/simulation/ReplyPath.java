package io.tieline.testkit.simulation;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A way back to a client, with everything that can happen to one: the client goes away and comes
 * back, never comes back, reads too slowly, or takes one JSON answer and nothing else.
 */
final class ReplyPath implements ReplyStream {

    private enum State {
        CONNECTED,
        AWAY,
        LOST,
        OVER
    }

    private final World world;
    private final ReplyChannel way;
    private final Channel channel;
    private final Consumer<Message> reader;
    private final List<Message> kept = new ArrayList<>(0);
    private State state = State.CONNECTED;
    private @Nullable Listener listener;

    ReplyPath(World world, ReplyChannel way, Channel channel, Consumer<Message> reader) {
        this.world = world;
        this.way = way;
        this.channel = channel;
        this.reader = reader;
    }

    ReplyChannel way() {
        return way;
    }

    boolean isOpen() {
        return state == State.CONNECTED || state == State.AWAY;
    }

    // What the core does.

    @Override
    public void send(Message message) {
        if (state == State.OVER) {
            wrong("wrote to " + way + " after its end: " + message.json());
        } else if (state != State.LOST && way.canAsk()) {
            world.history().add(new Event.Sent(way, message, false));
            deliver(message);
        }
    }

    @Override
    public void end(Response response) {
        if (state == State.OVER) {
            wrong("ended " + way + " twice: " + response.json());
        } else if (state != State.LOST) {
            world.history().add(new Event.Sent(way, response, true));
            deliver(response);
            state = State.OVER;
        }
    }

    @Override
    public void abort() {
        if (state == State.OVER) {
            wrong("aborted " + way + " after its end");
        } else if (state != State.LOST) {
            world.history().add(new Event.Aborted(way));
            state = State.OVER;
        }
    }

    private void wrong(String what) {
        world.history().add(new Event.Wrong("the core " + what));
    }

    @Override
    public void pause() {
        if (!way.party().stdio() && !way.general() && !way.party().stateless()) {
            goAway();
            world.schedule().after(Duration.ofMillis(300), this::comeBack);
        }
    }

    @Override
    public boolean canAsk() {
        return way.canAsk();
    }

    @Override
    public boolean isLive() {
        return state == State.CONNECTED;
    }

    @Override
    public void listen(Listener hears) {
        listener = hears;
        if (state == State.LOST) {
            hears.lost();
        }
    }

    private void deliver(Message message) {
        if (state == State.CONNECTED) {
            channel.send(() -> reader.accept(message));
        } else {
            kept.add(message);
        }
    }

    // What the client does.

    void goAway() {
        if (state == State.CONNECTED) {
            state = State.AWAY;
        }
    }

    void comeBack() {
        if (state == State.LOST) {
            return;
        }
        if (state == State.AWAY) {
            state = State.CONNECTED;
        }
        kept.forEach(message -> channel.send(() -> reader.accept(message)));
        kept.clear();
    }

    void lose() {
        if (isOpen()) {
            world.history().add(new Event.Lost(way));
            state = State.LOST;
            if (listener != null) {
                listener.lost();
            }
        } else if (state == State.OVER && way.party().stateless() && listener != null) {
            listener.lost(); // The answer is under way, and the client has hung up before it came.
        }
    }

    void press(boolean tooMuch) {
        if (isOpen() && listener != null) {
            world.history().add(new Event.Pressed(way, tooMuch));
            listener.pressed(tooMuch);
        }
    }
}

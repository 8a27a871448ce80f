package io.tieline.testkit.peers;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link FaultyBackend}. */
final class FaultyLink implements Link {

    private final Monitor monitor = new Monitor();
    private final FaultyBackend faults;
    private final Link.Listener listener;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Set<Id> unsent = new HashSet<>();
    private final Map<Link.Stream, Link.Stream> streams = new HashMap<>();
    private @Nullable Link behind;
    private boolean over;

    FaultyLink(FaultyBackend faults, Link.Listener listener) {
        this.faults = faults;
        this.listener = listener;
    }

    void connect(Backend backend, Supplier<Map<String, String>> headers) {
        var connected = backend.connect(headers, new Returning());
        monitor.change(() -> behind = connected);
    }

    private Link behind() {
        var link = monitor.<@Nullable Link>read(() -> behind);
        if (link == null) {
            throw new IllegalStateException("The connection was refused");
        }
        return link;
    }

    private boolean isOver() {
        return monitor.read(() -> over);
    }

    /** Runs this now, or when messages pass again; never after the end. */
    void pass(Runnable step) {
        boolean now =
                monitor.read(() -> {
                    boolean passes = waiting.isEmpty() && !faults.isStalled();
                    if (!passes && !over) {
                        waiting.add(step);
                    }
                    return passes && !over;
                });
        if (now) {
            step.run();
        }
    }

    /** Hands a message on, unless messages of its kind are lost. */
    void receive(Message message, Consumer<Message> to) {
        if (!faults.loses(message)) {
            pass(() -> to.accept(message));
        }
    }

    void flow() {
        for (var step = next(); step != null; step = next()) {
            step.run();
        }
    }

    private @Nullable Runnable next() {
        return monitor.<@Nullable Runnable>read(
                () -> over || faults.isStalled() ? null : waiting.poll());
    }

    void cut(LinkFailure failure) {
        var neverLeft =
                monitor.<@Nullable Set<Id>>read(() -> {
                    if (over) {
                        return null;
                    }
                    over = true;
                    waiting.clear();
                    return Set.copyOf(unsent);
                });
        if (neverLeft != null) {
            var link = monitor.<@Nullable Link>read(() -> behind);
            if (link != null) {
                link.close();
            }
            listener.closed(failure, neverLeft);
        }
    }

    // Towards the backend.

    @Override
    public void request(Request request, Link.Stream stream) {
        if (isOver() || faults.loses(request)) {
            return;
        }
        monitor.change(() -> unsent.add(request.id()));
        pass(() -> {
            monitor.change(() -> unsent.remove(request.id()));
            behind().request(request, watched(stream));
        });
    }

    private Link.Stream watched(Link.Stream stream) {
        return monitor.read(
                () -> streams.computeIfAbsent(stream, to -> new FaultyStream(this, to)));
    }

    @Override
    public void send(Message message) {
        if (!isOver() && !faults.loses(message)) {
            pass(() -> behind().send(message));
        }
    }

    @Override
    public void release(Link.Stream stream) {
        var removed = new ArrayList<Link.Stream>(1);
        monitor.change(() -> {
            var own = streams.remove(stream);
            if (own != null) {
                removed.add(own);
            }
        });
        removed.forEach(own -> pass(() -> behind().release(own)));
    }

    @Override
    public void press(Link.Stream stream, boolean tooMuch) {
        if (!isOver()) {
            behind().press(watched(stream), tooMuch);
        }
    }

    @Override
    public void opened(Revision revision) {
        if (!isOver()) {
            behind().opened(revision);
        }
    }

    @Override
    public boolean attributes() {
        var link = monitor.<@Nullable Link>read(() -> behind);
        return link == null || link.attributes();
    }

    @Override
    public String lastWords() {
        var link = monitor.<@Nullable Link>read(() -> behind);
        return link == null ? "" : link.lastWords();
    }

    @Override
    public void close() {
        var link =
                monitor.<@Nullable Link>read(() -> {
                    over = true;
                    waiting.clear();
                    return behind;
                });
        if (link != null) {
            link.close();
        }
    }

    // On the way back.

    private final class Returning implements Link.Listener {

        @Override
        public void received(Message message) {
            receive(message, listener::received);
        }

        @Override
        public void heard() {
            pass(listener::heard);
        }

        @Override
        public void unreadable(MalformedException why) {
            pass(() -> listener.unreadable(why));
        }

        @Override
        public void closed(LinkFailure failure, Set<Id> neverLeft) {
            pass(() -> {
                boolean first =
                        monitor.read(() -> {
                            boolean wasOpen = !over;
                            over = true;
                            return wasOpen;
                        });
                if (first) {
                    listener.closed(failure, neverLeft);
                }
            });
        }
    }
}

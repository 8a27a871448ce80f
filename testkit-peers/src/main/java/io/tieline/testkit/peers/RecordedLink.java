package io.tieline.testkit.peers;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a {@link Link} says, to its listener or to one request's stream: for tests of
 * transports. What is taken from it is waited for, at most thirty seconds, and is taken once.
 *
 * <p>Safe for use by several threads.
 */
public final class RecordedLink implements Link.Listener, Link.Stream {

    private final Monitor monitor = new Monitor();
    private final Map<String, String> headers;
    private final List<Object> untaken = new ArrayList<>();
    private int messages;

    /** Nobody waits for these, and a link may tell of millions. */
    private final AtomicInteger signs = new AtomicInteger();

    private int ends;
    private @Nullable LinkFailure end;
    private @Nullable LinkFailure taken;
    private int messagesAtTheEnd = -1;
    private Set<Id> neverLeft = Set.of();

    /** One that was told nothing yet. */
    public RecordedLink() {
        this(Map.of());
    }

    /**
     * A stream of a request that carries these headers.
     *
     * @param headers names in lower case
     */
    public RecordedLink(Map<String, String> headers) {
        this.headers = headers;
    }

    // What it is told.

    @Override
    public void received(Message message) {
        monitor.change(() -> {
            messages++;
            untaken.add(message);
        });
    }

    @Override
    public void heard() {
        signs.incrementAndGet();
    }

    @Override
    public void unreadable(MalformedException why) {
        monitor.change(() -> untaken.add(why));
    }

    @Override
    public void failed(LinkFailure failure) {
        monitor.change(() -> untaken.add(failure));
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> unsent) {
        monitor.change(() -> {
            ends++;
            end = failure;
            messagesAtTheEnd = messages;
            neverLeft = unsent;
            untaken.add(failure);
        });
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    // What a test takes.

    /**
     * The next message.
     *
     * @throws AssertionError if none comes within thirty seconds, or the request or the link fails
     *     before
     */
    public Message next() {
        return take(Message.class, "A message");
    }

    /** The next message, as it stood on the wire. */
    public String message() {
        return next().json().toString();
    }

    /** The method of the next message, which must be a notification. */
    public String method() {
        return ((Notification) next()).method();
    }

    /** The next failure, of the request or of the link; again the last one if there is no other. */
    public LinkFailure failure() {
        var known = monitor.<@Nullable LinkFailure>read(() -> hasFailure() ? null : taken);
        return known == null ? take(LinkFailure.class, "A failure") : known;
    }

    private boolean hasFailure() {
        return untaken.stream().anyMatch(LinkFailure.class::isInstance);
    }

    /** The next answer that cannot be read. */
    public MalformedException unreadable() {
        return take(MalformedException.class, "Something unreadable");
    }

    private <T> T take(Class<T> kind, String what) {
        var taken =
                monitor.await(
                        () -> next(kind), () -> what + ", beside " + List.copyOf(untaken) + ",");
        if (kind.isInstance(taken)) {
            return kind.cast(taken);
        }
        throw new AssertionError(what + " was expected, and not " + taken);
    }

    /** What is taken: the next of this kind, or the failure after which there is none. */
    private @Nullable Object next(Class<?> kind) {
        for (var each : untaken) {
            if (kind.isInstance(each) || each instanceof LinkFailure) {
                untaken.remove(each);
                taken = each instanceof LinkFailure failure ? failure : taken;
                return each;
            }
        }
        return null;
    }

    // What has happened so far.

    /** Whether everything was taken. */
    public boolean isEmpty() {
        return monitor.read(untaken::isEmpty);
    }

    /** How many messages were received, taken or not. */
    public int messages() {
        return monitor.read(() -> messages);
    }

    /** How often the peer has shown without a message that it lives. */
    public int signsOfLife() {
        return signs.get();
    }

    /**
     * How the link has ended; waited for, and not taken.
     *
     * @throws AssertionError if it does not end in time
     */
    public LinkFailure end() {
        return monitor.await(() -> end, () -> "The end of the link");
    }

    /** How often the end of the link was told. */
    public int ends() {
        return monitor.read(() -> ends);
    }

    /** How many messages had been received when the link ended; -1 before. */
    public int messagesAtTheEnd() {
        return monitor.read(() -> messagesAtTheEnd);
    }

    /** The requests of which no byte had left when the link ended. */
    public Set<Id> neverLeft() {
        return monitor.read(() -> neverLeft);
    }
}

package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What a link has told: its messages in order, and its end. */
final class Heard implements Link.Listener {

    private static final long SECONDS = 20;

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<MalformedException> unreadable = new LinkedBlockingQueue<>();
    private final CompletableFuture<LinkFailure> end = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private volatile int heardAtTheEnd = -1;
    private volatile Set<Id> neverLeft = Set.of();
    private final AtomicInteger received = new AtomicInteger();

    @Override
    public void received(Message message) {
        received.incrementAndGet();
        messages.add(message);
    }

    @Override
    public void unreadable(MalformedException why) {
        unreadable.add(why);
    }

    /** The next answer that cannot be read. */
    MalformedException nextUnreadable() {
        try {
            return Objects.requireNonNull(unreadable.poll(SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> unsent) {
        heardAtTheEnd = received.get();
        neverLeft = unsent;
        ends.incrementAndGet();
        end.complete(failure);
    }

    /** The next message. */
    Message next() {
        try {
            var message = messages.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message)
                    .as("a message within %s s; end: %s", SECONDS, hasEnded() ? end() : "none")
                    .isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The method of the next message, which must be a notification. */
    String nextMethod() {
        return ((Notification) next()).method();
    }

    /** How the link ended. */
    LinkFailure end() {
        try {
            return end.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The link did not end", e);
        }
    }

    /** The requests of which no byte had left when the end came. */
    Set<Id> neverLeft() {
        return neverLeft;
    }

    /** How many messages had come when the end did. */
    int heardAtTheEnd() {
        return heardAtTheEnd;
    }

    /** How often the end was told. */
    int ends() {
        return ends.get();
    }

    int count() {
        return received.get();
    }

    boolean hasEnded() {
        return end.isDone();
    }
}

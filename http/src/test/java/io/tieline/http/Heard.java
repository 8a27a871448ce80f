package io.tieline.http;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a link said, to its listener or to one stream. */
public final class Heard implements Link.Listener, Link.Stream {

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final Map<String, String> headers;
    private final AtomicInteger signs = new AtomicInteger();
    private volatile Set<Id> neverLeft = Set.of();

    public Heard() {
        this(Map.of());
    }

    public Heard(Map<String, String> headers) {
        this.headers = headers;
    }

    @Override
    public void received(Message message) {
        heard.add(message);
    }

    @Override
    public void heard() {
        signs.incrementAndGet();
    }

    /** How often the peer has shown without a message that it lives. */
    int signsOfLife() {
        return signs.get();
    }

    @Override
    public void failed(LinkFailure failure) {
        heard.add(failure);
    }

    @Override
    public void unreadable(MalformedException why) {
        heard.add(why);
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> unsent) {
        neverLeft = unsent;
        heard.add(failure);
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    /** The next message, as it stood on the wire. */
    String message() throws InterruptedException {
        var next = next();
        if (next instanceof Message message) {
            return message.json().toString();
        }
        throw new AssertionError("No message but " + next);
    }

    public LinkFailure failure() throws InterruptedException {
        var next = next();
        if (next instanceof LinkFailure failure) {
            return failure;
        }
        throw new AssertionError("No failure but " + next);
    }

    MalformedException unreadable() throws InterruptedException {
        var next = next();
        if (next instanceof MalformedException why) {
            return why;
        }
        throw new AssertionError("Nothing unreadable but " + next);
    }

    /** A message, a failure, or why something cannot be read. */
    Object next() throws InterruptedException {
        var next = heard.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing was heard within 10 s");
        }
        return next;
    }

    boolean nothingElse() {
        return heard.isEmpty();
    }

    /** The requests of which no byte had left when the link ended. */
    Set<Id> neverLeft() {
        return neverLeft;
    }
}

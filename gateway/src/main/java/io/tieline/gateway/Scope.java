package io.tieline.gateway;

import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one {@link ScopeKey}, for as long as somebody uses it and a while longer: it owns
 * the backend session that holds the state, and what the clients of that session share.
 *
 * <p>A user is counted from {@link #enter} to {@link #leave}. When nobody has used the scope for
 * the idle time, it ends its backend session and is forgotten; if a client is still to be told that
 * state was lost, the scope is kept for a day longer. Used on its {@link Strand}, but for the
 * methods that say otherwise.
 */
final class Scope implements AutoCloseable {

    /** How long is known of a state that was given up, for whoever has not heard of that. */
    static final Duration OWED = Duration.ofHours(24);

    private final Upstream upstream;
    private final ScopeKey key;
    private final Consumer<Scope> onForgotten;
    private final Strand strand;
    private final SharedClients clients;

    /** How many use it; less than none when it is forgotten. */
    private final AtomicInteger users = new AtomicInteger();

    private volatile boolean wasUsed;
    private volatile long idleSince;

    // Written on the strand, read anywhere.
    private volatile boolean timed;

    // On the strand.
    private Timers.@Nullable Alarm alarm;
    private boolean owing;
    private boolean closed;

    /**
     * A scope that nobody uses yet.
     *
     * @param onForgotten is run when nothing is known of it any more; nobody can enter it then
     */
    Scope(Upstream upstream, ScopeKey key, Consumer<Scope> onForgotten) {
        this.upstream = upstream;
        this.key = key;
        this.onForgotten = onForgotten;
        this.strand = new Strand(upstream.environment().observer()::fault);
        this.clients = new SharedClients(upstream, strand, key);
    }

    ScopeKey key() {
        return key;
    }

    Strand strand() {
        return strand;
    }

    /** Those who share its backend session. */
    SharedClients clients() {
        return clients;
    }

    /** Whether its session is open and has no state, so that others may serve its clients. */
    boolean canSpread() {
        return clients.slot().spreading() != null;
    }

    /** Whether everybody has left it. */
    boolean isIdle() {
        return wasUsed && users.get() == 0;
    }

    /** When the last one has left. */
    long idleSince() {
        return idleSince;
    }

    /** Counts a user; false if the scope is forgotten, so that the user must find another. */
    private boolean isCounted() {
        if (users.incrementAndGet() <= 0) {
            users.decrementAndGet();
            return false;
        }
        return true;
    }

    /** One user less. On any thread. */
    void leave() {
        idleSince = now();
        wasUsed = true;
        if (users.decrementAndGet() == 0 && !timed) {
            strand.run(this::rest);
        }
    }

    private long now() {
        return upstream.environment().timers().nanoTime();
    }

    /**
     * Runs the task on the strand, with the exchange as a user until it is over. On any thread.
     *
     * @param again is run instead if the scope was forgotten since it was found
     */
    void use(Exchange exchange, Runnable task, Runnable again) {
        strand.run(() -> {
            if (enter()) {
                exchange.onOver(() -> strand.run(this::leave));
                task.run();
            } else {
                again.run();
            }
        });
    }

    /**
     * Carries the exchange at once and without the strand, if the backend session is open and is
     * known to have no state; false, and a session is opened, if the exchange must go another way.
     * On any thread.
     */
    boolean spread(Exchange exchange, Request request) {
        boolean isCounted = isCounted(); // first of all: what is counted is not closed
        var session = clients.slot().spreading();
        if (!isCounted || session == null || session.isOver()) {
            strand.run(() -> prepare(exchange));
            if (isCounted) {
                leave();
            }
            return false;
        }
        exchange.onOver(this::leave);
        upstream.translate(exchange, session);
        upstream.carry(exchange, request, session);
        return true;
    }

    /**
     * Nobody will come to it any more by its key: that is added to these if somebody is to be told
     * of that. On any thread.
     */
    void left(Set<ScopeKey> owed) {
        strand.run(() -> {
            if (isMissed() && clients.hasState()) {
                owed.add(key);
            }
        });
    }

    /** Another one needs its place: it is forgotten if nobody uses it. On any thread. */
    void giveWay() {
        strand.run(() -> {
            if (users.compareAndSet(0, Integer.MIN_VALUE)) {
                forget("another one was opened");
            }
        });
    }

    @Override
    public void close() {
        strand.run(() -> {
            closed = true;
            stopWaiting();
            clients.end(Upstream.CLOSING);
        });
    }

    private void prepare(Exchange exchange) {
        if (!closed && users.get() >= 0) {
            clients.slot().open(exchange.caller());
        }
    }

    /**
     * Counts a user, from now until it {@linkplain #leave leaves}; false if the scope is forgotten,
     * so that the user must find another.
     */
    boolean enter() {
        if (!isCounted()) {
            return false;
        }
        if (owing) {
            owing = false;
            stopWaiting();
        }
        return true;
    }

    /** Somebody knows it by its name from now on, and may never use it. */
    void known() {
        idleSince = now();
        wasUsed = true;
        rest();
    }

    private void rest() {
        if (users.get() == 0 && !timed && !closed) {
            watch(upstream.settings().idle());
        }
    }

    private void watch(Duration time) {
        timed = true;
        alarm = upstream.environment().timers().after(time, () -> strand.run(this::check));
    }

    private void stopWaiting() {
        timed = false;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void check() {
        stopWaiting();
        if (users.get() != 0) {
            return; // the last one to leave sees that nobody watches
        }
        var idle = upstream.settings().idle();
        var left = (owing ? idle.plus(OWED) : idle).minusNanos(now() - idleSince);
        if (left.isPositive()) {
            watch(left);
        } else {
            expire("it was not used for " + idle.toSeconds() + " s");
        }
    }

    private void expire(String why) {
        if (!owing && isMissed() && clients.willOwe()) {
            owing = true;
            clients.giveUp(why);
            watch(OWED);
        } else if (users.compareAndSet(0, Integer.MIN_VALUE)) {
            forget(why);
        }
    }

    /**
     * Whether whoever comes back can be told by this scope alone: who names a state that is not
     * known, by a handle or where each client has a cookie, is told by that.
     */
    private boolean isMissed() {
        return !(key instanceof ScopeKey.Named) || upstream.settings().stateKey() == StateKey.AUTO;
    }

    private void forget(String why) {
        stopWaiting();
        clients.end(why);
        onForgotten.accept(this);
    }
}

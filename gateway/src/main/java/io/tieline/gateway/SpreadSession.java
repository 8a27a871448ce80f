package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.Caller;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The backend session of one place in {@link SpreadSessions}. It carries nothing before the backend
 * is known to have no sessions, so that no state can come to lie in it; it is opened beside the
 * requests, which go another way until then. When it was not used for a while it is closed, since
 * the backend may be another one by then.
 *
 * <p>Opened and closed on its strand; requests are carried without it.
 */
final class SpreadSession implements Slot.Owner, AutoCloseable {

    private final Target target;
    private final Runnable unused;
    private final Strand strand;
    private final Slot slot;
    private final AtomicInteger inFlight = new AtomicInteger();

    // Written on the strand, read anywhere.
    private volatile @Nullable BackendSession open;
    private volatile long used;

    // On the strand.
    private boolean closed;

    /**
     * One that is opened when it is first wanted.
     *
     * @param unused is run when it was not used for so long that it was closed
     */
    SpreadSession(Target target, Runnable unused) {
        this.target = target;
        this.unused = unused;
        this.strand = new Strand(target.environment().observer()::fault);
        this.slot = new Slot(target, strand, this);
    }

    /** Carries the exchange; false if it must go another way. */
    boolean carry(Exchange exchange, Request request) {
        inFlight.incrementAndGet(); // first of all: what is counted is not closed
        var session = open;
        if (session == null || session.isOver()) {
            inFlight.decrementAndGet();
            strand.run(() -> open(exchange.caller()));
            return false;
        }
        exchange.onOver(this::over);
        target.translate(exchange, session);
        target.carry(exchange, request, session);
        return true;
    }

    private void over() {
        used = now();
        inFlight.decrementAndGet();
    }

    private long now() {
        return target.environment().timers().nanoTime();
    }

    @Override
    public void close() {
        strand.run(() -> {
            closed = true;
            open = null;
            slot.close(Target.CLOSING);
        });
    }

    // On the strand.

    private void open(Caller caller) {
        if (!closed) {
            slot.open(caller);
        }
    }

    @Override
    public BackendSession open(Map<String, String> headers, BackendSession.Listener listener) {
        return target.openForAll(true, headers, listener);
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        if (slot.canSpread()) {
            used = now();
            open = session;
            watch(session, target.settings().idle());
        } else {
            slot.close("it was not needed after all");
        }
    }

    private void watch(BackendSession session, Duration wait) {
        target.environment().timers().after(wait, () -> strand.run(() -> check(session)));
    }

    private void check(BackendSession session) {
        if (!session.equals(open)) {
            return;
        }
        var idle = target.settings().idle();
        var left = inFlight.get() > 0 ? idle : idle.minusNanos(now() - used);
        if (left.isPositive()) {
            watch(session, left);
            return;
        }
        open = null;
        if (inFlight.get() > 0) {
            open = session; // one has come in between, and may have seen it
            watch(session, idle);
        } else {
            slot.close("it was not used for " + idle.toSeconds() + " s");
            unused.run();
        }
    }

    @Override
    public void away(LinkFailure failure) {
        // Requests go another way until it can be opened.
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        open = null;
    }

    @Override
    public void told(Notification notification) {
        // Those who listen hear it from a shared session.
    }

    @Override
    public void asked(Question question) {
        question.refuse(
                RpcError.of(ErrorCode.METHOD_NOT_FOUND, "This question belongs to no call"));
    }
}

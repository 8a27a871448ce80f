package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.Notification;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The stream for what reaches a client outside any of its requests: its GET stream or stdout, and
 * what waits until there is one. On the session's strand.
 */
@SuppressWarnings("ReferenceEquality") // the very stream, not one like it
final class GeneralStream {

    /**
     * The number of notifications kept for a client that has opened no stream yet;
     * server-everything announces changes that early.
     */
    private static final int KEPT = 64;

    /** All of them together, in bytes. */
    private static final long KEPT_BYTES = 1024 * 1024;

    private final Deque<Notification> kept = new ArrayDeque<>(0);
    private final Observer observer;
    private final Account account;
    private final Questions questions;
    private final Collection<Exchange> exchanges;
    private long bytes;
    private @Nullable ReplyStream stream;

    GeneralStream(
            Observer observer,
            Account account,
            Questions questions,
            Collection<Exchange> exchanges) {
        this.observer = observer;
        this.account = account;
        this.questions = questions;
        this.exchanges = exchanges;
    }

    void attach(ReplyStream next, Strand strand) {
        var before = stream;
        stream = next;
        // Nothing behind this stream can be held back when it is pressed; the transport bounds it.
        next.listen(ReplyStream.Listener.of(tooMuch -> {}, () -> strand.run(() -> detach(next))));
        if (before != null) {
            before.abort();
            streamGone(before);
        }
        questions.askWaiting(next);
        while (!kept.isEmpty()) {
            next.send(forgetOldest());
        }
    }

    private void detach(ReplyStream gone) {
        if (stream == gone) {
            stream = null;
        }
        streamGone(gone);
    }

    /** A stream has ended: out of band questions on it go elsewhere. */
    void streamGone(ReplyStream gone) {
        if (stream != gone) {
            questions.move(gone, another());
        }
    }

    /** A request has ended. Who is connected to its stream has read what was asked on it. */
    void requestOver(ReplyStream itsStream) {
        if (itsStream.isLive()) {
            questions.goOn(itsStream, another());
        } else {
            streamGone(itsStream);
        }
    }

    /** A request has opened a stream on which a waiting question can be asked. */
    void streamOpened(ReplyStream opened) {
        if (opened.canAsk()) {
            questions.askWaiting(opened);
        }
    }

    void tell(Notification notification) {
        var open = stream;
        if (open != null) {
            open.send(notification);
            return;
        }
        keep(notification);
    }

    /** Keeps the latest; of the same news the last is enough. */
    private void keep(Notification notification) {
        kept.removeIf(earlier -> {
            boolean same = earlier.json().equals(notification.json());
            if (same) {
                letGo(earlier);
            }
            return same;
        });
        long cost = MessageCost.of(notification);
        while (!kept.isEmpty() && (kept.size() == KEPT || bytes + cost > KEPT_BYTES)) {
            dropped(forgetOldest());
        }
        if (cost <= KEPT_BYTES && account.take(Budget.Use.KEPT, cost)) {
            bytes += cost;
            kept.addLast(notification.detached());
        } else {
            dropped(notification);
        }
    }

    private void dropped(Notification notification) {
        observer.counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
    }

    private Notification forgetOldest() {
        var oldest = kept.removeFirst();
        letGo(oldest);
        return oldest;
    }

    private void letGo(Notification notification) {
        long cost = MessageCost.of(notification);
        bytes -= cost;
        account.give(Budget.Use.KEPT, cost);
    }

    void ask(Question question) {
        questions.ask(question, another(), null);
    }

    /**
     * The GET stream if somebody reads it, else a request's stream that somebody reads, else any.
     */
    private @Nullable ReplyStream another() {
        var open = stream;
        if (open != null && open.isLive()) {
            return open;
        }
        ReplyStream any = open;
        for (var exchange : exchanges) {
            var asked = exchange.stream();
            if (asked != null && asked.canAsk()) {
                if (asked.isLive()) {
                    return asked;
                }
                any = any == null ? asked : any;
            }
        }
        return any;
    }

    boolean isLive() {
        return stream != null && stream.isLive();
    }

    void close() {
        while (!kept.isEmpty()) {
            forgetOldest();
        }
        if (stream != null) {
            stream.abort();
            stream = null;
        }
    }
}

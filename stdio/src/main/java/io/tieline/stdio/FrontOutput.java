package io.tieline.stdio;

import io.tieline.session.Account;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Strand;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All that goes to the client: one channel, which the streams of its requests and that of the
 * session share.
 *
 * <p>While the client reads too slowly, the streams say so, and whoever can be slowed down is. What
 * comes nevertheless is kept, but for progress and log messages beyond half of the bound. A client
 * that lets the bound be reached, or reads nothing for too long, is given up.
 *
 * <p>On the session's strand, but for what the outbox tells.
 */
final class FrontOutput implements Outbox.Listener {

    private static final Set<String> EXPENDABLE = Set.of(Method.PROGRESS, Method.LOG_MESSAGE);

    private final Strand strand;
    private final Observer observer;
    private final Outbox outbox;
    private final Runnable onLost;
    private final Set<FrontStream> streams = new LinkedHashSet<>();
    private final Set<Id> questions = new LinkedHashSet<>();
    private boolean answersCome = true;
    private boolean pressed;
    private volatile boolean lost;

    FrontOutput(
            Strand strand,
            Environment environment,
            StdioSettings settings,
            Executor workers,
            Account account,
            Runnable onLost) {
        this.strand = strand;
        this.observer = environment.observer();
        this.outbox =
                new Outbox(
                        settings.maxQueuedBytes(),
                        settings.writeStall(),
                        environment.timers(),
                        workers,
                        account,
                        this);
        this.onLost = onLost;
    }

    void open(OutputStream out) {
        outbox.open(new BufferedOutputStream(out));
    }

    void send(Message message) {
        switch (message) {
            case Request question -> questions.add(question.id());
            case Notification notification -> {
                if (isTooMuch(notification)) {
                    observer.counted(Observer.Count.NOTIFICATION_DROPPED, notification.method());
                    return;
                }
                forgetWithdrawn(notification);
            }
            case Response answer -> {}
        }
        write(message.json());
    }

    /** Writes a line that is a message, or a batch of them. */
    void write(Json line) {
        if (outbox.insist(line) == Outbox.Offer.FULL) {
            lose();
        }
    }

    /** The client has answered this question. */
    void answered(Response answer) {
        var id = answer.id();
        if (id != null) {
            // Ours are numbers; some clients repeat them as text.
            var number = id.unquoted();
            questions.remove(number == null ? id : number);
        }
    }

    /** The client will answer no question any more; these it has not answered. */
    List<Id> noMoreAnswers() {
        answersCome = false;
        var open = List.copyOf(questions);
        questions.clear();
        return open;
    }

    boolean canAsk() {
        return answersCome && !lost;
    }

    boolean isLive() {
        return !lost;
    }

    void opened(FrontStream stream) {
        streams.add(stream);
        if (lost) {
            stream.lost();
        } else if (pressed) {
            stream.pressed(true);
        }
    }

    void closed(FrontStream stream) {
        streams.remove(stream);
    }

    /** Writes what is left, and nothing more. */
    void finish() {
        outbox.finish();
    }

    /** Completed when everything was written, or can no longer be. */
    CompletableFuture<@Nullable Void> finished() {
        return outbox.closed();
    }

    @Override
    public void pressureChanged() {
        strand.run(() -> {
            // Two changes may be told in the wrong order; the state itself is never wrong.
            boolean now = outbox.isPressed();
            if (now != pressed) {
                pressed = now;
                List.copyOf(streams).forEach(stream -> stream.pressed(now));
            }
        });
    }

    @Override
    public void stalled() {
        strand.run(this::lose);
    }

    @Override
    public void broken() {
        strand.run(this::lose);
    }

    private void lose() {
        if (!lost) {
            lost = true;
            outbox.abandon();
            List.copyOf(streams).forEach(FrontStream::lost);
            onLost.run();
        }
    }

    private boolean isTooMuch(Notification notification) {
        return EXPENDABLE.contains(notification.method()) && outbox.isHalfFull();
    }

    private void forgetWithdrawn(Notification notification) {
        var params = notification.params();
        var id = params == null ? null : params.get("requestId");
        if (id != null && notification.method().equals(Method.CANCELLED)) {
            try {
                questions.remove(Id.of(id));
            } catch (MalformedException notAnId) {
                // Then it names no question either.
            }
        }
    }
}

package io.tieline.session.backend;

import io.tieline.session.Observer;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One at a time, for the calls of one backend session that may ask, on a link that cannot
 * attribute. On the backend session's strand.
 *
 * <p>A call takes the turn when it leaves and gives it back when it ends, or when it has asked and
 * then said nothing for a few milliseconds: it waits for its client, who may never answer. Before
 * the answer goes down the call takes the turn again. Of one client answers go before new calls, so
 * that what has begun can end; among several the one that has had the turn for the shortest time,
 * with a tool that has had it for the shortest time, goes first ({@link FairQueue}), so that
 * neither many calls nor calls that are dropped, each of which keeps the turn for a while, starve
 * anybody. In a session of one client nobody waits longer than two seconds; the exactness of the
 * call gives way then, never that of the client.
 */
final class AskingQueue {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofMillis(5);

    /** Who names a tool of a megabyte does not have it remembered. */
    private static final int LONGEST_KIND = 128;

    private static final class Waiter {
        final Call call;
        final boolean starts;
        final Runnable go;
        Timers.@Nullable Alarm alarm;

        Waiter(Call call, boolean starts, Runnable go) {
            this.call = call;
            this.starts = starts;
            this.go = go;
        }
    }

    private final BackendContext context;
    private final boolean exclusive;
    private final boolean askable;
    private @Nullable FairQueue<Waiter> line; // most sessions never have one
    private @Nullable Call holder;
    private long since;

    AskingQueue(BackendContext context) {
        this.context = context;
        this.exclusive = context.opening().exclusive();
        this.askable = context.declared().anyQuestion();
    }

    @Nullable Call holder() {
        return holder;
    }

    /** Lets the call leave now or when its turn comes. */
    void start(Call call, Runnable go) {
        if (!takesTurn(call)) {
            go.run();
        } else {
            enter(call, true, go);
        }
    }

    /** Lets an answer go down to its call now or when the call has the turn again. */
    void answer(Call call, Runnable go) {
        Runnable resume =
                () -> {
                    call.questions().silent(false);
                    go.run();
                    watchSilence(call);
                };
        if (!takesTurn(call) || holder == call) {
            resume.run();
        } else {
            enter(call, false, resume);
        }
    }

    /** The call has asked: after a few silent milliseconds it is known to wait. */
    void asked(Call call) {
        if (takesTurn(call) && holder == null) {
            take(call);
        }
        watchSilence(call);
    }

    private FairQueue<Waiter> line() {
        var begun = line == null ? new FairQueue<Waiter>() : line;
        line = begun;
        return begun;
    }

    private void take(Call call) {
        holder = call;
        since = context.nanoTime();
    }

    private void watchSilence(Call call) {
        if (!call.questions().awaitsAnswer()) {
            return;
        }
        long questions = call.questions().count();
        Runnable check =
                () -> {
                    if (call.questions().awaitsAnswer() && call.questions().count() == questions) {
                        call.questions().silent(true);
                        release(call);
                    }
                };
        context.after(SILENCE, check);
    }

    /** The call has ended, or is taken back; what it was answered still goes down. */
    void ended(Call call) {
        if (line != null && !line.isEmpty()) {
            line.all(waiter -> waiter.starts && waiter.call == call).forEach(this::leave);
            answersOf(call);
        }
        release(call);
    }

    /** The calls that have not left because it is not their turn. */
    List<Call> waiting() {
        if (line == null) {
            return List.of();
        }
        var waiting = line.all(waiter -> waiter.starts);
        waiting.forEach(this::leave);
        return waiting.stream().map(waiter -> waiter.call).toList();
    }

    private boolean takesTurn(Call call) {
        if (!askable || !call.questions().mayAsk()) {
            return false;
        }
        return switch (context.opening().rule()) {
            case OVERLAP, LEASE -> false;
            case SERIAL -> true;
            case LEARN ->
                    !exclusive
                            || isApart(
                                    context.opening().askingHistory().of(call.questions().key()));
        };
    }

    private static boolean isApart(AskingProfile habit) {
        return habit == AskingProfile.ASKS || habit == AskingProfile.SUSPECT;
    }

    private void enter(Call call, boolean starts, Runnable go) {
        if (holder == null) {
            take(call);
            go.run();
            return;
        }
        var waiter = new Waiter(call, starts, go);
        line().add(clientOf(call), kindOf(call), !starts, waiter);
        if (exclusive) {
            waiter.alarm = context.after(PATIENCE, () -> overrun(waiter));
        }
    }

    private static String clientOf(Call call) {
        return call.options().client();
    }

    /**
     * Calls of different tools are kinds of their own where strangers wait for each other; a
     * client's own calls come in the order in which it makes them.
     */
    private String kindOf(Call call) {
        var key = call.questions().key();
        if (exclusive || key == null) {
            return "";
        }
        return key.length() > LONGEST_KIND ? key.substring(0, LONGEST_KIND) : key;
    }

    private void overrun(Waiter waiter) {
        if (leave(waiter)) {
            context.count(Observer.Count.TURN_OVERRUN, waiter.call.request().method());
            waiter.go.run();
        }
    }

    /** Takes it out of the line; false if it is not in it any more. */
    private boolean leave(Waiter waiter) {
        silence(waiter);
        return line().remove(clientOf(waiter.call), waiter);
    }

    private static void silence(Waiter waiter) {
        if (waiter.alarm != null) {
            waiter.alarm.cancel();
        }
    }

    private void release(Call call) {
        if (holder != call) {
            return;
        }
        holder = null;
        line().used(clientOf(call), kindOf(call), context.nanoTime() - since);
        var next = line().poll();
        if (next != null) {
            silence(next);
            take(next.call);
            next.go.run();
            answersOf(next.call);
        }
    }

    /** Says whether something that the call was answered has not gone down yet. */
    boolean keepsAnswerOf(Call call) {
        return !answersFor(call).isEmpty();
    }

    /** A call that has the turn has it for everything that it was answered in the meantime. */
    private void answersOf(Call call) {
        for (var waiter : answersFor(call)) {
            if (leave(waiter)) {
                waiter.go.run();
            }
        }
    }

    private List<Waiter> answersFor(Call call) {
        return line == null || line.isEmpty()
                ? List.of()
                : line.all(waiter -> !waiter.starts && waiter.call == call);
    }
}

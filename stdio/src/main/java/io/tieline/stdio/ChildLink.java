package io.tieline.stdio;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Holding;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The connection to one child process: its stdin and stdout, from before its start to its end.
 *
 * <p>One thread reads what the child says, one drains its stderr, and a third writes while there is
 * something to write. All that the listener hears goes through the link's strand, so it hears one
 * thing at a time, in order, and nothing after the end.
 *
 * <p>Long because the start of a process, its words and the signs of its end meet on one strand,
 * and each decides what the others may still do.
 */
final class ChildLink implements Link {

    /** What is ready for the words of one process, on its stdout and its stderr, in bytes. */
    private static final int BUFFERS = LinePump.BUFFER + ErrorTail.BUFFERS;

    private static final Logger LOG = LoggerFactory.getLogger(ChildLink.class);

    /**
     * A child that ends closes its pipes and leaves its exit code at nearly the same time; this is
     * how long the one is waited for after the other.
     */
    private static final Duration BETWEEN_SIGNS = Duration.ofMillis(50);

    /** How long a sign is waited for that must come. */
    private static final Duration CERTAIN_SIGN = Duration.ofSeconds(2);

    /** How long the answer is waited for that a print has repeated. */
    private static final Duration FOR_THE_ANSWER = Duration.ofMillis(200);

    private final String name;
    private final StdioCommand command;
    private final StdioSettings settings;
    private final Children children;
    private final Seats seats;
    private final Environment environment;
    private final Listener listener;
    private final Strand strand;
    private final Outbox outbox;
    private final LogText clean;
    private final Account account;

    /** Apart from the rest: whoever says little is to count as one who holds little. */
    private final Account buffers;

    private final ChildOutput output;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    // Written on the strand, read anywhere.
    private volatile @Nullable LinkFailure end;
    private volatile boolean wanted;
    private volatile @Nullable Child child;

    /** Whether the latest message that wants no answer found no room; written where they are. */
    private volatile boolean refusing;

    // On the strand.
    private final ChildExit signs = new ChildExit();
    private final Set<Id> unsent = new HashSet<>(0);
    private Timers.@Nullable Alarm waiting;
    private boolean hasSpoken;
    private boolean patiently = true;

    /** Written before the start, read after the end. */
    private volatile boolean buffered;

    ChildLink(
            String name,
            StdioCommand command,
            StdioSettings settings,
            Children children,
            Seats seats,
            Environment environment,
            Listener listener) {
        this.name = name;
        this.command = command;
        this.settings = settings;
        this.children = children;
        this.seats = seats;
        this.environment = environment;
        this.listener = listener;
        this.strand = new Strand(environment.observer()::fault);
        this.account = environment.budget().upstream(name);
        this.buffers = environment.budget().upstream(name);
        this.clean = new LogText(command.environment().values());
        this.output =
                new ChildOutput(
                        this,
                        name,
                        settings.limits(),
                        environment,
                        clean,
                        log("printed on stdout, where only messages belong: "));
        this.outbox =
                new Outbox(
                        settings.maxQueuedBytes(),
                        settings.writeStall(),
                        environment.timers(),
                        children.workers(),
                        account,
                        new Writing());
    }

    private LineLog log(String where) {
        return new LineLog(
                "backend " + name + " " + where, clean, environment.timers()::nanoTime, LOG::info);
    }

    void start() {
        account.onCostliest(this::tooCostly);
        if (children.add(this)) {
            seats.take(this);
        } else {
            strand.run(() -> notStarted(Kind.DRAINING, "no more programs are started"));
        }
    }

    /** It may have a process now, if there is room for what that may say. */
    void seated() {
        if (buffers.take(Budget.Use.ARRIVING, BUFFERS)) {
            buffered = true;
            children.start(command, this);
        } else {
            strand.run(() -> notStarted(Kind.OVERLOADED, "there is no room for what it would say"));
        }
    }

    @Override
    public void request(Request request, Stream stream) {
        switch (outbox.offer(request.json(), () -> unsent.add(request.id()))) {
            case TAKEN -> {}
            case FULL -> strand.run(() -> stream.failed(overloaded().executed(Executed.NO)));
            case OVER -> strand.run(() -> tooLate(stream));
        }
    }

    @Override
    public void send(Message message) {
        switch (message) {
            case Notification notification -> tell(notification);
            case Response answer -> reply(answer);
            case Request question ->
                    throw new IllegalArgumentException(question.method() + " is a request");
        }
    }

    /** What could be missed leaves room for calls and answers. */
    private void tell(Notification notification) {
        boolean yields = outbox.isHalfFull() && !notification.method().equals(Method.CANCELLED);
        if (yields || isFull(notification)) {
            environment
                    .observer()
                    .counted(
                            Observer.Count.NOTIFICATION_DROPPED,
                            MethodTraits.shown(notification.method()) + " to backend " + name);
            refused("a notification");
        } else {
            refusing = false;
        }
    }

    /**
     * An answer must not vanish. One that is too large is replaced by the reason, which is small; a
     * child that leaves even those unread has to end.
     */
    private void reply(Response answer) {
        if (!isFull(answer)) {
            return;
        }
        refused("the answer to a question");
        var why = overloaded().executed(Executed.NO).error(name, "answer");
        if (isFull(Failure.of(answer.id(), why))) {
            strand.run(() -> fail(overloaded(), false));
        }
    }

    private boolean isFull(Message message) {
        return outbox.offer(message.json(), () -> {}) == Outbox.Offer.FULL;
    }

    /** Tells the operator of the first of several. */
    private void refused(String what) {
        if (!refusing) {
            refusing = true;
            var reason = overloaded().message() + " (" + what + ")";
            environment
                    .observer()
                    .happened(new Incident(Incident.Kind.MESSAGE_REFUSED, name, reason));
        }
    }

    @Override
    public void release(Stream stream) {
        // All share one channel.
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        // What one reader cannot take, others wait for: a pipe is never paused.
    }

    @Override
    public void opened(Revision revision) {
        // A pipe is the same in all of them.
    }

    @Override
    public boolean attributes() {
        return false;
    }

    @Override
    public String lastWords() {
        var process = child;
        return process == null ? "" : process.lastWord();
    }

    @Override
    public void close() {
        strand.run(() -> {
            wanted = true;
            if (end == null) {
                var message = "The connection to backend " + name + " was closed";
                end = LinkFailure.of(Kind.GONE, message);
                outbox.finish();
                over();
            }
        });
    }

    /** Ends in order, as {@link #close}, but the listener hears of it. */
    void shutDown() {
        var message = "Backend " + name + " was ended, since the program is shutting down";
        strand.run(() -> {
            wanted = true;
            fail(LinkFailure.of(Kind.DRAINING, message), true);
        });
    }

    boolean isOver() {
        return end != null;
    }

    /** Completed when no process is left of it. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    Duration grace() {
        return settings.grace();
    }

    // Signs of life and death, from any thread.

    void started(Launcher.Started process) {
        var errors = log("on stderr: ");
        strand.run(() -> begin(new Child(process, settings.grace(), clean, errors)));
    }

    void refused(Exception why) {
        var text = why.getMessage() == null ? why.toString() : why.getMessage();
        strand.run(() -> notStarted(Kind.GONE, text));
    }

    void received(Message message) {
        strand.run(() -> {
            if (end == null) {
                hasSpoken = true;
                listener.received(message);
            }
        });
    }

    /** It has written a line that is no message, which is skipped. */
    void strayed() {
        strand.run(() -> {
            if (end == null) {
                listener.heard();
            }
        });
    }

    /**
     * An answer came that cannot be read. One that was printed may repeat the answer itself: that
     * is given a moment to come. What was printed and names no call of ours fails none, for by then
     * it could be another one's.
     */
    void unreadable(MalformedException why) {
        if (why.isPrinted() && why.answers() == null) {
            strayed();
        } else if (why.isPrinted()) {
            var _ = after(FOR_THE_ANSWER, () -> tell(why));
        } else {
            strand.run(() -> tell(why));
        }
    }

    void broke(String message) {
        strand.run(() -> fail(LinkFailure.of(Kind.BROKE_PROTOCOL, message), false));
    }

    void outputEnded() {
        strand.run(() -> sign(signs::outputEnded));
    }

    private final class Writing implements Outbox.Listener {

        @Override
        public void pressureChanged() {
            // Nobody behind a link can be slowed down; the outbox is bounded.
        }

        @Override
        public void stalled() {
            var message =
                    "Backend "
                            + name
                            + " has not read its input for "
                            + settings.writeStall().toMillis()
                            + " ms";
            strand.run(() -> fail(LinkFailure.of(Kind.TIMED_OUT, message), false));
        }

        @Override
        public void broken() {
            strand.run(() -> sign(signs::inputClosed));
        }
    }

    // The rest runs on the strand.

    private void tell(MalformedException why) {
        if (end == null) {
            hasSpoken = true;
            listener.unreadable(why);
        }
    }

    private void begin(Child process) {
        child = process;
        children.workers().execute(process.errors());
        children.workers()
                .execute(
                        new LinePump(
                                process.output(),
                                settings.limits().maxBytes(),
                                new Holding(account, Budget.Use.ARRIVING),
                                output));
        outbox.open(process.input());
        process.onExit(code -> strand.run(() -> sign(() -> signs.exited(code))));
        if (end != null) {
            see(process);
        }
    }

    /** Not at once: whoever takes for it may be in the middle of something. */
    private void tooCostly() {
        var _ = after(Duration.ZERO, () -> fail(LinkFailure.costliest(name), false));
    }

    private void notStarted(Kind kind, String why) {
        var message = "Backend " + name + " could not be started: " + why;
        gone();
        fail(new LinkFailure(kind, message, Executed.NO), true);
    }

    private void sign(Runnable note) {
        if (end != null) {
            return;
        }
        note.run();
        if (signs.areComplete()) {
            dead();
        } else if (waiting == null) {
            waiting = after(BETWEEN_SIGNS, this::oneSignOnly);
        }
    }

    /**
     * The other sign is late. It is waited for if it is certain to come: then only this machine is
     * slow, and there may be an answer in the pipe.
     */
    private void oneSignOnly() {
        var process = Objects.requireNonNull(child);
        boolean closed = signs.hasOutputEnded();
        children.workers()
                .execute(() -> {
                    boolean certain = closed ? process.isDead() : process.mustCloseItsOutput();
                    strand.run(() -> waitFurther(certain));
                });
    }

    private void waitFurther(boolean certain) {
        if (!certain) {
            dead();
        } else if (end == null) {
            waiting = after(CERTAIN_SIGN, this::dead);
        }
    }

    private Timers.Alarm after(Duration delay, Runnable task) {
        return environment.timers().after(delay, () -> strand.run(task));
    }

    private void dead() {
        fail(LinkFailure.of(Kind.GONE, signs.text(name, hasSpoken)), true);
    }

    private void fail(LinkFailure failure, boolean mayEndByItself) {
        if (end == null) {
            end = failure;
            patiently = mayEndByItself;
            outbox.abandon().forEach(Runnable::run);
            listener.closed(failure, Set.copyOf(unsent));
            over();
        }
    }

    /** The child, if it lives. */
    Optional<Children.Running> running() {
        return Optional.ofNullable(child)
                .flatMap(process -> ProcessHandle.of(process.pid()))
                .map(process -> new Children.Running(name, process));
    }

    private void tooLate(Stream stream) {
        var why = Objects.requireNonNull(end);
        stream.failed(why.executed(Executed.NO));
    }

    private LinkFailure overloaded() {
        return LinkFailure.of(
                Kind.OVERLOADED,
                "Backend " + name + " has " + outbox.queuedBytes() + " bytes to read already");
    }

    private void over() {
        if (waiting != null) {
            waiting.cancel();
        }
        var process = child;
        if (process != null) {
            see(process);
        } else if (seats.giveUp(this)) {
            gone();
        }
    }

    /**
     * Sees the child to its end, which takes its time. What it said last is for the operator,
     * unless somebody wanted it to end or has not minded.
     */
    private void see(Child process) {
        var why = Objects.requireNonNull(end).message();
        children.workers()
                .execute(() -> {
                    try {
                        process.end(patiently);
                        var level = wanted ? Level.DEBUG : Level.WARN;
                        LOG.atLevel(level).log("{}", process.obituary(why));
                    } finally {
                        gone();
                    }
                });
    }

    void gone() {
        var process = child;
        if (process != null) {
            children.ended(process);
        }
        if (buffered) {
            buffers.give(Budget.Use.ARRIVING, BUFFERS);
        }
        buffers.close();
        account.close();
        children.remove(this);
        ended.complete(null);
        seats.leave(this);
    }
}

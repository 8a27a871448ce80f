package io.tieline.session.backend;

import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Strand;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life of one {@link BackendSession}, with all its parts: it connects, opens and ends once, and
 * every change of its state is made here. On the session's strand; its questions may be asked from
 * any thread.
 */
final class BackendLife implements SessionLife {

    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final BackendContext context;
    private final SessionAudience audience;
    private final SessionUses uses;
    private final BackendLink link;
    private final CallTable table;
    private final ServerQuestions questions;
    private final BackendCalls calls;
    private final EraChoice choice;
    private final List<Runnable> onOver = new ArrayList<>(1);

    // Written on the strand, read anywhere.
    private volatile State state = State.OPENING;
    private volatile @Nullable Json discovered;
    private volatile boolean served;

    /** Why it gives way, once it does. */
    private volatile String wayMade = "";

    // On the strand.
    private @Nullable LinkFailure end;
    private boolean begun;
    private Observer.@Nullable Session opened;
    private long openedAt;

    BackendLife(
            BackendSession session,
            Backend backend,
            BackendOpening opening,
            Environment environment,
            BackendSession.Listener listener) {
        this.context = new BackendContext(backend, opening, environment, new Strand(this::faulted));
        this.audience = new SessionAudience(session, listener);
        this.uses = new SessionUses(environment.timers());
        this.table = new CallTable(context);
        this.link = new BackendLink(context, table.unnamed());
        this.questions = new ServerQuestions(context, this, link, table, audience, uses);
        this.calls = new BackendCalls(context, this, link, table, questions, uses);
        this.choice = new EraChoice(context, this, link);
    }

    BackendContext context() {
        return context;
    }

    BackendCalls calls() {
        return calls;
    }

    BackendLink link() {
        return link;
    }

    SessionUses uses() {
        return uses;
    }

    /** The first of the ids of the session's requests. */
    long firstId() {
        return table.pending().first();
    }

    @Override
    public boolean isOpening() {
        return state == State.OPENING;
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }

    @Override
    public boolean isOver() {
        return state == State.CLOSED;
    }

    @Override
    public boolean isStateless() {
        return discovered != null;
    }

    @Override
    public Json discovered() {
        var said = discovered;
        return said == null ? Json.EMPTY_OBJECT : said;
    }

    boolean hasServed() {
        return served;
    }

    @Override
    public void markServed() {
        served |= isOpen();
    }

    /** Begins in the era that is known of the backend, or is to be found out. */
    void begin() {
        context.account()
                .onCostliest(() ->
                        context.strand().run(() -> end(LinkFailure.costliest(context.name()))));
        context.strand().run(choice::make);
    }

    @Override
    public void beginHandshake() {
        var told = new ServerNotifications(context, table, questions, audience);
        var handshake = new Handshake(context, this, audience, choice);
        begin(new HandshakeDialect(context.opening(), link, calls, questions, told, handshake));
    }

    @Override
    public void beginStateless(@Nullable Json known) {
        begin(new StatelessDialect(context, this, link, calls, audience, known));
    }

    private void begin(Dialect spoken) {
        if (isOpening()) {
            link.connect(spoken, new BackendLinkListener(this, spoken));
            spoken.greet();
        }
    }

    /** The link has ended on which this dialect was spoken; one that was replaced is no loss. */
    void linkEnded(Dialect spoken, LinkFailure failure, Set<Id> neverLeft) {
        if (!isOver() && link.speaks(spoken)) {
            over(failure, neverLeft);
            audience.tellClosed(failure);
        }
    }

    @Override
    public void openStateless(Json said, Json asHandshake) {
        if (isOpening()) {
            discovered = said;
            open(Revision.STATELESS, asHandshake);
        }
    }

    @Override
    public void open(Revision revision, Json result) {
        var left = audience.endAdoption();
        if (left != null) {
            close("nobody waited for it any longer (" + left + ")");
            return;
        }
        state = State.OPEN;
        link.agree(revision);
        link.dialect().opened();
        context.report(Incident.Kind.SESSION_BEGAN, "in revision " + revision.text());
        opened = new Observer.Session(context.name(), revision.isStateless());
        openedAt = context.nanoTime();
        context.environment().observer().sessionBegan(opened);
        audience.tellOpened(result);
        calls.admitWaiting();
        begun = true;
        uses.end();
    }

    /**
     * A fault in one message concerns no other; but before the conversation has begun, nobody else
     * would end it, and whoever opened it waits.
     */
    private void faulted(Throwable fault) {
        context.environment().observer().fault(fault);
        if (!begun) {
            var what =
                    "A fault inside Tieline, before backend " + context.name() + " could be used: ";
            end(new LinkFailure(Kind.GONE, what + fault, Executed.NO));
        }
    }

    @Override
    public void breakOff(String why) {
        end(new LinkFailure(Kind.BROKE_PROTOCOL, why, Executed.NO));
    }

    @Override
    public void end(LinkFailure failure) {
        if (!isOver()) {
            over(failure, Set.of());
            disconnect();
            audience.tellClosed(failure);
        }
    }

    @Override
    public void lose(LinkFailure failure, Runnable beforeItIsTold) {
        over(failure.executed(Executed.MAYBE), Set.of());
        beforeItIsTold.run();
        audience.tellClosed(failure);
    }

    /** Ends the session in order; its listener hears nothing. */
    void close(String why) {
        if (!isOver()) {
            context.report(Incident.Kind.SESSION_ENDED, why);
            var what = "The session with backend " + context.name() + " was closed: " + why;
            conclude(LinkFailure.of(Kind.GONE, what), Set.of());
            disconnect();
        }
    }

    /** Takes the place of a session in which nothing is under way. From any thread. */
    boolean giveWay(String why) {
        wayMade = why; // first, so that whoever finds it claimed knows why
        if (!uses.claim()) {
            return false;
        }
        context.strand().run(this::makeWay);
        return true;
    }

    /** Whoever comes first, the end or a call that came too late for it. */
    @Override
    public void makeWay() {
        if (!isOver()) {
            context.report(Incident.Kind.SESSION_ENDED, wayMade);
            var failure = new LinkFailure(Kind.GAVE_WAY, wayMade, Executed.NO);
            conclude(failure, Set.of());
            disconnect();
            audience.tellClosed(failure);
        }
    }

    /** Its listener leaves a session that is being opened; any other is closed. */
    void leave(String why) {
        if (!isOpening()) {
            close(why);
            return;
        }
        var failure = LinkFailure.of(Kind.GONE, why).executed(Executed.NO);
        calls.removeWaiting().forEach(call -> call.fail(failure, "call"));
        audience.leave(why);
        uses.end();
        context.report(Incident.Kind.START_LEFT, why);
    }

    /** Makes this the listener of a session that was left. From any thread. */
    boolean adopt(BackendOpening wanted, BackendSession.Listener next) {
        boolean adopted = wanted.equals(context.opening()) && audience.adopt(next, uses);
        if (adopted) {
            context.report(Incident.Kind.START_TAKEN, "another client has come for it");
        }
        return adopted;
    }

    /** Runs the task when the session is over, or at once if it is. */
    void onOver(Runnable task) {
        if (isOver()) {
            task.run();
        } else {
            onOver.add(task);
        }
    }

    @Override
    public LinkFailure whyOver() {
        return end == null
                ? LinkFailure.of(Kind.GONE, "Backend " + context.name() + " is gone")
                : end;
    }

    private void disconnect() {
        choice.cancel();
        link.close();
    }

    /** The session has ended by itself. */
    private void over(LinkFailure failure, Set<Id> neverLeft) {
        context.report(
                isOpening() ? Incident.Kind.NOT_OPENED : Incident.Kind.SESSION_LOST,
                failure.message());
        conclude(failure, neverLeft);
    }

    private void conclude(LinkFailure failure, Set<Id> neverLeft) {
        var phase = isOpening() ? "initialize" : "call";
        state = State.CLOSED;
        end = failure;
        calls.stop();
        link.mute();
        calls.failAll(failure, neverLeft, phase);
        context.account().close();
        if (opened != null) {
            var lasted = Duration.ofNanos(context.nanoTime() - openedAt);
            context.environment().observer().sessionEnded(opened, lasted);
        }
        onOver.forEach(Runnable::run);
        onOver.clear();
    }
}

package io.tieline.session.backend;

import io.tieline.session.Environment;
import io.tieline.session.Question;
import io.tieline.session.Strand;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Set;

/**
 * One conversation with a backend, of whichever era: it finds the era out if need be, opens a
 * {@link Link}, does the handshake or the discovery, and carries {@link Call}s until it is closed
 * or the link dies (revisions 2024-11-05 to 2025-11-25, "Lifecycle"; 2026-07-28, "Discovery").
 *
 * <p>Calls made before the conversation has begun wait for that. After the end every call fails at
 * once. All public methods may be called from any thread and take effect on the session's {@link
 * Strand}.
 *
 * <p>This is the face of a session. {@link BackendLife} opens and ends it, {@link BackendCalls}
 * lets its calls leave, {@link BackendInbox} takes what arrives, {@link BackendLink} sends, and a
 * {@link Dialect} knows how the era speaks.
 */
public final class BackendSession implements AutoCloseable {

    /**
     * Hears what belongs to the session and to none of its calls. Called on the session's strand.
     */
    public interface Listener {

        /**
         * The conversation has begun; this is the backend's {@code initialize} result as it wrote
         * it, or what it would have been of a backend that has no handshake.
         */
        void opened(BackendSession session, Json initializeResult);

        /**
         * The session could not be opened, or has ended by itself. Not said after {@link
         * BackendSession#close}.
         */
        void closed(BackendSession session, LinkFailure failure);

        /**
         * A notification that belongs to no call: {@code list_changed}, {@code updated}, an
         * unplaced log message.
         */
        void told(BackendSession session, Notification notification);

        /** A question that cannot be tied to a call. It must be settled. */
        void asked(BackendSession session, Question question);
    }

    private final BackendLife life;
    private final BackendCalls calls;
    private final Strand strand;

    private BackendSession(
            Backend backend, BackendOpening opening, Environment environment, Listener listener) {
        this.life = new BackendLife(this, backend, opening, environment, listener);
        this.calls = life.calls();
        this.strand = life.context().strand();
    }

    /** Connects to the backend and begins the handshake. The listener hears how it went. */
    public static BackendSession open(
            Backend backend, BackendOpening opening, Environment environment, Listener listener) {
        var session = new BackendSession(backend, opening, environment, listener);
        session.life.begin();
        return session;
    }

    /**
     * A session that is over before it has begun, for which nothing was connected. The listener
     * hears of it, and calls fail with that.
     */
    public static BackendSession refused(
            Backend backend,
            BackendOpening opening,
            Environment environment,
            Listener listener,
            LinkFailure failure) {
        var session = new BackendSession(backend, opening, environment, listener);
        session.strand.run(() -> session.life.end(failure));
        return session;
    }

    /** The backend's name. */
    public String name() {
        return life.context().name();
    }

    /** Tells it from every other session that takes its ids from the same {@link RequestIds}. */
    public long number() {
        return life.firstId();
    }

    /** The life of the session, with all its parts. */
    BackendLife life() {
        return life;
    }

    /** Where everything of this session happens. */
    public Strand strand() {
        return strand;
    }

    /**
     * Says whether the session has ended. Its listener may not have heard of it yet: whoever wants
     * it to have goes over the {@link #strand}.
     */
    public boolean isOver() {
        return life.isOver();
    }

    /** Says whether the backend has answered a request in it, after the handshake. */
    public boolean hasServed() {
        return life.hasServed();
    }

    /**
     * Says whether the backend is of the stateless era; meaningful once the session is open, so
     * when a call has been answered.
     */
    public boolean isStateless() {
        return life.isStateless();
    }

    /**
     * Says whether calls need nothing of one another, so that others of the same client could as
     * well be made by another session: the backend has none, and each request has a stream of its
     * own, on which what the backend says has found its call by arriving. To be asked on the {@link
     * #strand}, once the session is open.
     */
    public boolean canSpread() {
        return isStateless() && life.link().attributes();
    }

    /** The self-description of a backend of the stateless era; an empty object of any other. */
    public Json discovered() {
        return life.discovered();
    }

    /** Makes a call. Exactly one outcome reaches the listener, unless the call is cancelled. */
    public Call call(Request request, CallListener to, CallOptions options) {
        return calls.call(request, to, options);
    }

    /**
     * Sees to it that the listener hears of changes that belong to no call, and runs the task when
     * it does; a session that serves one client does so by itself. The task runs at once if the
     * session is not open, since nobody may wait for what will never come.
     */
    public void listen(Runnable established) {
        strand.run(() -> {
            if (life.isOpen()) {
                life.link().dialect().listen(established);
            } else {
                established.run();
            }
        });
    }

    /**
     * The same of these resources, at a backend of the stateless era, all with one stream. Where
     * each is subscribed to by a request, the task runs at once.
     */
    public void watch(Set<String> uris, Runnable established) {
        strand.run(() -> {
            if (life.isOpen()) {
                life.link().dialect().watch(uris, established);
            } else {
                established.run();
            }
        });
    }

    /** Sends a notification; dropped when the session is not open. */
    public void tell(Notification notification) {
        strand.run(() -> {
            if (life.isOpen()) {
                life.link().dialect().tell(notification);
            }
        });
    }

    /** Runs the task once, when the session is over in whatever way; at once if it is. */
    public void onOver(Runnable task) {
        strand.run(() -> life.onOver(task));
    }

    /** Says whether nothing is under way in it: no opening, no call, no question. */
    boolean isIdle() {
        return life.uses().isIdle();
    }

    /** When the last thing in it was over; meaningful while it {@link #isIdle}. */
    long idleSince() {
        return life.uses().idleSince();
    }

    /**
     * Ends the session if nothing is under way in it, for another one that needs its place. The
     * listener hears of it as of any loss.
     *
     * @return false if something is under way; else nothing can begin in it any more
     */
    boolean giveWay(String why) {
        return life.giveWay(why);
    }

    /**
     * Nobody waits for this session any longer. If it is still being opened, that goes on to its
     * end or its time limit, so that what a first start has fetched is there for the next one, and
     * it is closed then, unless it is {@linkplain #adopt adopted}; else it is closed at once. The
     * listener hears nothing more.
     */
    public void leave(String why) {
        strand.run(() -> life.leave(why));
    }

    /**
     * Lets another one have a session that was left while it was being opened, and has served
     * nobody.
     *
     * @param wanted how it would be opened for that one: only what is the same can be had
     * @return whether this listener has it from now on
     */
    public boolean adopt(BackendOpening wanted, Listener next) {
        return life.adopt(wanted, next);
    }

    /**
     * Ends the session in order. Calls in flight fail; the listener hears nothing. Closing twice is
     * silent.
     */
    @Override
    public void close() {
        close("it was closed");
    }

    /**
     * Ends the session as {@link #close()} does.
     *
     * @param why for those who watch: who wanted it to end, or what it was that ended
     */
    public void close(String why) {
        strand.run(() -> life.close(why));
    }
}

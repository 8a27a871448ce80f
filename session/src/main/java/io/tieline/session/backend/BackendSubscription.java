package io.tieline.session.backend;

import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Question;
import io.tieline.session.RetryDelay;
import io.tieline.session.Timers;
import io.tieline.session.client.Subscription;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The listen stream of a session with a backend of the stateless era, for a client that is told of
 * changes without asking (revision 2026-07-28, "Subscriptions"). It follows what the client
 * watches: the new stream is open before the old one is closed. A stream that ends is opened again,
 * and because changes may have been missed, all are told. On the backend session's strand.
 */
final class BackendSubscription {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Map<String, String> CHANGES = changes();

    /**
     * How many streams follow each other unheard; what is wanted meanwhile goes with the next one,
     * so that many wishes do not become as many streams of ever more names.
     */
    private static final int MOST_UNHEARD = 4;

    private final BackendContext context;
    private final SessionLife life;
    private final BackendCalls calls;
    private final SessionAudience audience;
    private final Set<String> kinds = new LinkedHashSet<>();
    private final Set<String> uris = new LinkedHashSet<>(0);
    private final List<Runnable> waiting = new ArrayList<>(0);

    /** Those whose wishes go with the next stream. */
    private final List<Runnable> postponed = new ArrayList<>(0);

    private final RetryDelay delay;
    private final Holding room;
    private long bytes;
    private @Nullable ListenStream ear;
    private boolean stale;
    private boolean over;

    BackendSubscription(
            BackendContext context,
            SessionLife life,
            BackendCalls calls,
            SessionAudience audience) {
        this.context = context;
        this.life = life;
        this.calls = calls;
        this.audience = audience;
        this.delay = new RetryDelay(FIRST_WAIT, LONGEST_WAIT, context.environment().random());
        this.room = new Holding(context.account(), Budget.Use.KEPT);
    }

    private static Map<String, String> changes() {
        var changes = new LinkedHashMap<String, String>();
        changes.put("tools", Method.TOOLS_LIST_CHANGED);
        changes.put("prompts", Method.PROMPTS_LIST_CHANGED);
        changes.put("resources", Method.RESOURCES_LIST_CHANGED);
        return changes;
    }

    /** Listens for every change that this backend announces. */
    void begin(Json capabilities, Runnable established) {
        boolean more = false;
        for (var part : CHANGES.keySet()) {
            var announced = capabilities.at(part, "listChanged");
            if (announced != null && announced.isTrue()) {
                more |= kinds.add(part);
            }
        }
        follow(more, established);
    }

    /**
     * Watches these resources as well; false if they would be too many, or too long: each new
     * stream names them all.
     */
    boolean watch(Set<String> more, Runnable established) {
        var added = more.stream().filter(uri -> !uris.contains(uri)).toList();
        long longer = bytes + added.stream().mapToLong(BackendSubscription::cost).sum();
        if (over || uris.size() + added.size() > Subscription.MAX_IN_ALL || !room.hold(longer)) {
            return false;
        }
        bytes = longer;
        follow(uris.addAll(more), established);
        return true;
    }

    private static long cost(String uri) {
        return 2L * uri.length();
    }

    private void follow(boolean changed, Runnable established) {
        if (changed && isBusy()) {
            stale = true;
            postponed.add(established);
        } else if (!changed && (ear == null || ear.isEstablished())) {
            established.run();
        } else {
            (changed || !stale ? waiting : postponed).add(established);
            if (changed) {
                listen(false);
            }
        }
    }

    private boolean isBusy() {
        return ear != null && ear.length() >= MOST_UNHEARD;
    }

    private void established() {
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(Runnable::run);
    }

    /** The stream is there that was waited for; the next one brings what was wanted meanwhile. */
    private void goOn() {
        established();
        if (stale && ear != null) {
            listen(false);
        }
    }

    void unwatch(String uri) {
        if (uris.remove(uri)) {
            bytes -= cost(uri);
            room.hold(bytes);
            if (isBusy() && !(kinds.isEmpty() && uris.isEmpty())) {
                stale = true;
            } else {
                listen(false);
            }
        }
    }

    private void listen(boolean again) {
        if (over) {
            return;
        }
        stale = false;
        waiting.addAll(postponed);
        postponed.clear();
        var before = ear;
        if (kinds.isEmpty() && uris.isEmpty()) {
            ear = null;
            stop(before);
            established();
            return;
        }
        var next = new ListenStream(before, again);
        ear = next;
        next.open();
    }

    private static void stop(@Nullable ListenStream before) {
        if (before != null) {
            before.close();
        }
    }

    private Json filter() {
        var filter = Json.EMPTY_OBJECT;
        for (var kind : kinds) {
            filter = filter.with(kind + "ListChanged", Json.TRUE);
        }
        var watched = uris.stream().map(Json::string).toList();
        return uris.isEmpty() ? filter : filter.with("resourceSubscriptions", Json.array(watched));
    }

    void over() {
        over = true;
        room.hold(0);
        if (ear != null) {
            ear.silence();
        }
        waiting.addAll(postponed);
        postponed.clear();
        established(); // Nobody may wait for what will never come.
    }

    /** One listen stream. */
    private final class ListenStream implements CallListener {

        private final boolean again;
        private @Nullable ListenStream before;
        private @Nullable Call call;
        private Timers.@Nullable Alarm alarm;
        private boolean acknowledged;
        private long since;
        private boolean closed;

        ListenStream(@Nullable ListenStream before, boolean again) {
            this.before = before;
            this.again = again;
        }

        void open() {
            var params = Json.object("notifications", filter());
            var request = Request.of(Id.of(0), Method.SUBSCRIPTIONS_LISTEN, params);
            call =
                    calls.call(
                            request, this, CallOptions.of(context.opening().limits()).unlimited());
            if (!acknowledged && !closed) {
                var patience = context.opening().limits().idle();
                alarm = context.after(patience, this::unheard);
            }
        }

        /** A stream may last for ever, but whether there is one must be said in time. */
        private void unheard() {
            if (!acknowledged && call != null) {
                call.cancel(null);
                ended();
            }
        }

        void silence() {
            if (alarm != null) {
                alarm.cancel();
            }
        }

        boolean isEstablished() {
            return acknowledged;
        }

        /** How many streams are unheard from the last one that was heard up to this one. */
        int length() {
            return acknowledged ? 0 : 1 + (before == null ? 0 : before.length());
        }

        /** Closes it, and the one that it was to follow, if it was given up before it could. */
        void close() {
            closed = true;
            silence();
            if (call != null) {
                call.cancel(null);
            }
            stopBefore();
        }

        private void stopBefore() {
            stop(before);
            before = null;
        }

        @Override
        public void notified(Notification notification) {
            if (closed) {
                return;
            }
            if (notification.method().equals(Method.SUBSCRIPTIONS_ACKNOWLEDGED)) {
                acknowledged = true;
                since = context.nanoTime();
                silence();
                stopBefore();
                if (this.equals(ear)) {
                    goOn();
                }
                if (again) {
                    missed();
                }
            } else if (before == null) {
                audience.tell(notification);
            }
        }

        /** Nobody heard what happened between the old stream and this one. */
        private void missed() {
            for (var kind : kinds) {
                var method = CHANGES.get(kind);
                if (method != null) {
                    audience.tell(Notification.of(method, null));
                }
            }
            for (var uri : uris) {
                var params = Json.object("uri", uri);
                audience.tell(Notification.of(Method.RESOURCES_UPDATED, params));
            }
        }

        @Override
        public void answered(Response response) {
            ended();
        }

        @Override
        public void failed(RpcError error) {
            ended();
        }

        private void ended() {
            silence();
            if (closed || over || !this.equals(ear)) {
                return; // Whatever follows it stops the one before it.
            }
            stopBefore();
            ear = null;
            if (hasLasted()) {
                delay.worked();
            }
            waiting.addAll(postponed);
            postponed.clear();
            established(); // As well as can be: it is tried again.
            context.after(delay.next(), this::openAgain);
        }

        /** One that ends at once, each time, must not have everything told again each second. */
        private boolean hasLasted() {
            var lasted = Duration.ofNanos(context.nanoTime() - since);
            return acknowledged && lasted.compareTo(LONGEST_WAIT) >= 0;
        }

        private void openAgain() {
            if (ear == null && !life.isOver()) {
                listen(true);
            }
        }

        @Override
        public void asked(Question question) {
            question.refuse(
                    RpcError.of(ErrorCode.METHOD_NOT_FOUND, "Nobody is asked while listening"));
        }
    }
}

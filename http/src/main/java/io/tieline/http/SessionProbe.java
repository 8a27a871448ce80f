package io.tieline.http;

import io.tieline.session.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a session is gone, where a refusal leaves that open. First a ping asks in the
 * session. If it is refused too, in words that do not speak of the session, a fresh session is
 * begun beside it: a backend that answers a ping there, and still not here, has lost this one. One
 * that refuses the fresh session as well is away, overloaded, or lets nobody in, and a new session
 * would not help. The fresh one is ended at once.
 *
 * <p>Refusals in quick succession are answered with what was found last, so that a backend which
 * refuses everything is not asked for every single request. Confined to the link's event loop.
 */
final class SessionProbe {

    static final Request PING = Request.of(Id.of("tieline-probe"), Method.PING, null);

    /** How long a backend that has just been asked is left in peace; longer each time. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private enum Standing {
        ALIVE,
        GONE,
        REFUSED
    }

    private record Waiting(boolean otherwise, Consumer<Boolean> alive) {}

    private final LinkRequests requests;
    private final List<Waiting> waiting = new ArrayList<>(0);
    private @Nullable Request initialize;
    private Duration pause = Duration.ZERO;
    private long settled;

    SessionProbe(LinkRequests requests) {
        this.requests = requests;
    }

    /** The session was begun with this request. */
    void began(Request request) {
        initialize = request;
    }

    /**
     * Asks whether the session is alive; who asks while the backend is being asked waits for that.
     *
     * @param headers those of the message that was refused
     * @param otherwise what is believed if the backend cannot be asked: it takes no ping
     */
    void ask(Map<String, String> headers, boolean otherwise, Consumer<Boolean> alive) {
        if (waiting.isEmpty() && isTooSoon()) {
            alive.accept(true);
            return;
        }
        waiting.add(new Waiting(otherwise, alive));
        if (waiting.size() == 1) {
            ping(requests, headers, standing -> pinged(standing, headers));
        }
    }

    private boolean isTooSoon() {
        return pause.isPositive() && requests.alarms().nanoTime() - settled < pause.toNanos();
    }

    private void pinged(Standing standing, Map<String, String> headers) {
        switch (standing) {
            case ALIVE -> settle(true);
            case GONE -> settle(false);
            case REFUSED -> compare(headers);
        }
    }

    private void compare(Map<String, String> headers) {
        if (initialize == null) {
            cannotTell();
            return;
        }
        var fresh = requests.anew();
        post(
                fresh,
                initialize,
                headers,
                greeted -> {
                    if (!greeted.isSuccess() || greeted.error() != null) {
                        settle(true);
                        return;
                    }
                    fresh.named(greeted.sessionId());
                    post(
                            fresh,
                            Notification.of(Method.INITIALIZED, null),
                            headers,
                            _ ->
                                    ping(
                                            fresh,
                                            headers,
                                            standing -> compared(standing, headers, fresh)));
                });
    }

    private void compared(Standing there, Map<String, String> headers, LinkRequests fresh) {
        end(fresh);
        if (there == Standing.ALIVE) {
            ping(requests, headers, here -> settle(here == Standing.ALIVE));
        } else {
            cannotTell();
        }
    }

    private void end(LinkRequests fresh) {
        if (!fresh.equals(requests) && fresh.heads().sessionId() != null) {
            var farewell =
                    new PostedMessage(
                            fresh, fresh.limits().silence(), PostedMessage.Outcome.IGNORED);
            farewell.start(fresh.delete(farewell));
        }
    }

    private void ping(LinkRequests session, Map<String, String> headers, Consumer<Standing> heard) {
        post(session, PING, headers, answer -> heard.accept(standing(answer)));
    }

    private static Standing standing(ShortAnswer answer) {
        var error = answer.error();
        if (answer.speaksOfSession() && (error != null || !answer.isSuccess())) {
            return Standing.GONE;
        }
        if (answer.isSuccess() || (error != null && SessionDoubt.isOf(error, PING.id()))) {
            return Standing.ALIVE; // Also who does not know pings knows the session.
        }
        return answer.status() == 410 ? Standing.GONE : Standing.REFUSED;
    }

    private void post(
            LinkRequests session,
            Message message,
            Map<String, String> headers,
            Consumer<ShortAnswer> then) {
        var outcome =
                new PostedMessage.Outcome() {
                    @Override
                    public void answered(ShortAnswer answer) {
                        then.accept(answer);
                    }

                    @Override
                    public void failed(LinkFailure failure) {
                        end(session);
                        settle(true); // It proves nothing.
                    }
                };
        var posted = PostedMessage.reading(session, session.limits().silence(), outcome);
        posted.start(session.post(session.address(), message.payload(), headers, false, posted));
    }

    private void settle(boolean alive) {
        settle(_ -> alive);
    }

    private void cannotTell() {
        settle(Waiting::otherwise);
    }

    private void settle(Predicate<Waiting> verdict) {
        settled = requests.alarms().nanoTime();
        var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(one -> one.alive().accept(verdict.test(one)));
    }

    /** The backend has answered something: the next refusal is a new one. */
    void answered() {
        pause = Duration.ZERO;
    }
}

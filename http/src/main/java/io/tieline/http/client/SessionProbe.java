package io.tieline.http.client;

import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a session is gone, where a refusal leaves that open. First a ping asks in the
 * session. If it is refused too, in words that do not speak of the session, a fresh session is
 * begun beside it: a backend that answers a ping there, and still not here, has lost this one. One
 * that refuses the fresh session as well is away, overloaded, or lets nobody in, and a new session
 * would not help. The fresh one is ended at once. A backend that names no sessions has but one, so
 * the fresh session takes the place of the old one, and its answer is proof enough.
 *
 * <p>Confined to the link's event loop.
 */
final class SessionProbe {

    static final Request PING = Request.of(Id.of("tieline-probe"), Method.PING, null);

    /** What the answer to a ping says of the session. */
    private enum Standing {
        ALIVE,
        GONE,
        /** The ping was refused. */
        REFUSED,
        /** It was taken, and not answered. */
        UNANSWERED
    }

    private final LinkRequests requests;
    private final SessionInquiry inquiry;
    private @Nullable Request initialize;

    SessionProbe(LinkRequests requests) {
        this.requests = requests;
        this.inquiry = new SessionInquiry(requests.alarms(), requests.random());
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
        if (inquiry.wants(otherwise, alive)) {
            ping(requests, headers, standing -> pinged(standing, headers));
        }
    }

    private void pinged(Standing standing, Map<String, String> headers) {
        switch (standing) {
            case ALIVE -> settle(true);
            case GONE -> settle(false);
            case REFUSED, UNANSWERED -> compare(headers);
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
        switch (there) {
            case ALIVE -> {
                if (requests.heads().sessionId() == null) {
                    settle(false); // What is answered now is the session that was just begun.
                } else {
                    ping(requests, headers, here -> settle(here == Standing.ALIVE));
                }
            }
            case UNANSWERED -> settle(true); // It answers no ping, wherever.
            case GONE, REFUSED -> cannotTell();
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
        boolean isNamed = session.heads().sessionId() != null;
        post(session, PING, headers, answer -> heard.accept(standing(answer, isNamed)));
    }

    private static Standing standing(ShortAnswer answer, boolean isNamed) {
        var error = answer.error();
        if (answer.speaksOfSession() && (error != null || !answer.isSuccess())) {
            return Standing.GONE;
        }
        if (error != null) {
            return knows(error) && SessionDoubt.isAnswer(answer.status())
                    ? Standing.ALIVE
                    : Standing.REFUSED;
        }
        if (answer.isSuccess()) {
            return answer.isResult() ? Standing.ALIVE : Standing.UNANSWERED;
        }
        return answer.status() == 410 && isNamed ? Standing.GONE : Standing.REFUSED;
    }

    /** Who does not know pings knows the session; every other error may be the loss itself. */
    static boolean knows(Failure error) {
        return SessionDoubt.isOf(error, PING.id())
                && error.error().code() == ErrorCode.METHOD_NOT_FOUND;
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
        posted.start(session.post(session.address(), message.payload(), headers, posted));
    }

    private void settle(boolean alive) {
        inquiry.settle(alive);
    }

    private void cannotTell() {
        inquiry.cannotTell();
    }

    /** The backend has answered something: the next refusal is a new one. */
    void answered() {
        inquiry.answered();
    }
}

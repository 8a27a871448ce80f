package io.tieline.session.backend;

import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one call has asked, may ask, and in whose company. On the backend session's strand. */
final class CallQuestions {

    /** Listings, pings and settings never ask; everything else might. */
    private static final Set<String> NEVER =
            Set.of(
                    Method.INITIALIZE,
                    Method.PING,
                    Method.SERVER_DISCOVER,
                    Method.TOOLS_LIST,
                    Method.PROMPTS_LIST,
                    Method.RESOURCES_LIST,
                    Method.RESOURCES_TEMPLATES_LIST,
                    Method.LOGGING_SET_LEVEL,
                    Method.SUBSCRIPTIONS_LISTEN,
                    Method.RESOURCES_SUBSCRIBE,
                    Method.RESOURCES_UNSUBSCRIBE);

    private final @Nullable String key;
    private final boolean mayAsk;
    private boolean alone = true;
    private boolean whole;
    private boolean silent;
    private boolean over;
    private long count;
    private int open;

    CallQuestions(Request request) {
        this.key = AskingHistory.key(request);
        this.mayAsk = !NEVER.contains(request.method());
        var params = request.params();
        this.whole =
                params == null
                        || (params.get("inputResponses") == null
                                && params.get("requestState") == null);
    }

    /** What the call's tool is remembered by, if it is a tool, a prompt or a resource. */
    @Nullable String key() {
        return key;
    }

    boolean mayAsk() {
        return mayAsk;
    }

    void asked() {
        count++;
        open++;
    }

    void answered() {
        open--;
    }

    void over() {
        over = true;
        silent = false;
    }

    /** How many questions there have been. */
    long count() {
        return count;
    }

    boolean awaitsAnswer() {
        return open > 0 && !over;
    }

    /** Waits for its client's answer, and has shown by silence that it asks nothing more. */
    boolean isSilent() {
        return silent;
    }

    void silent(boolean now) {
        silent = now;
    }

    /** Another call that could ask was in flight beside this one. */
    void accompanied() {
        alone = false;
    }

    /**
     * It goes on in another attempt (2026-07-28, "Multi Round-Trip Requests"): that the backend has
     * asked nothing in one of them says nothing of the others.
     */
    void goesOn() {
        whole = false;
    }

    /** Whether its end shows that what was called asks nothing. */
    boolean isQuiet() {
        return alone && whole && count == 0;
    }
}

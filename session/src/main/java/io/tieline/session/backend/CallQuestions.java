package io.tieline.session.backend;

import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one call: those it has asked, whether it may ask, and beside which calls. On the
 * backend session's strand.
 */
final class CallQuestions {

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
        this.mayAsk = !MethodTraits.has(request.method(), Trait.NEVER_ASKS);
        var params = request.params();
        this.whole =
                params == null
                        || (params.get("inputResponses") == null
                                && params.get("requestState") == null);
    }

    /** The key of the call's tool, prompt or resource in the history; null for any other call. */
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

    /** Says whether its end shows that what was called asks nothing. */
    boolean isQuiet() {
        return alone && whole && count == 0;
    }
}

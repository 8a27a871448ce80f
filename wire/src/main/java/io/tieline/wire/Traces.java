package io.tieline.wire;

import io.tieline.wire.MalformedException.Meant;
import org.jspecify.annotations.Nullable;

/**
 * The members that a message which is none has after all, from which it is told what it was meant
 * to be.
 *
 * @param versioned whether it says {@code jsonrpc}, whatever the version
 * @param named whether it has a {@code method}
 * @param answering whether it has a {@code result} or an {@code error}
 * @param complete whether it has come to its end, so that nothing else can follow
 * @param identified whether it has an {@code id}
 * @param id the one id, if it can be read
 */
record Traces(
        boolean versioned,
        boolean named,
        boolean answering,
        boolean complete,
        boolean identified,
        @Nullable Id id) {

    static final Traces NONE = new Traces(false, false, false, false, false, null);

    Meant meant() {
        if (!versioned) {
            return Meant.NOTHING;
        }
        if (named) {
            return answering ? Meant.NOTHING : identified ? Meant.REQUEST : Meant.NOTIFICATION;
        }
        return isAnswer() ? Meant.RESPONSE : Meant.NOTHING;
    }

    /** A result that its program does not have is often left out by the writer of its JSON. */
    private boolean isAnswer() {
        return !named && (answering || (versioned && complete && identified));
    }

    @Nullable Id requestId() {
        return named && !answering ? id : null;
    }

    @Nullable Id answeredId() {
        return isAnswer() ? id : null;
    }
}

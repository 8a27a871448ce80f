package io.tieline.wire;

import io.tieline.wire.MalformedException.Meant;
import org.jspecify.annotations.Nullable;

/**
 * The members that a message which is none has after all, from which it is told what it was meant
 * to be.
 *
 * @param versioned whether it says {@code jsonrpc}, whatever the version, or else what only an
 *     answer of MCP says
 * @param named whether it has a {@code method} that is not null
 * @param answering whether it has a {@code result} or an {@code error}, which beside a method is
 *     not null
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
        if (isAnswer()) {
            return Meant.RESPONSE;
        }
        if (!named) {
            return Meant.NOTHING;
        }
        return identified ? Meant.REQUEST : Meant.NOTIFICATION;
    }

    /**
     * A result that its program does not have is often left out by the writer of its JSON; and some
     * repeat the method beside it.
     */
    private boolean isAnswer() {
        return answering || (!named && versioned && complete && identified);
    }

    @Nullable Id requestId() {
        return named && !answering ? id : null;
    }

    @Nullable Id answeredId() {
        return isAnswer() ? id : null;
    }
}

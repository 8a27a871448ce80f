package io.tieline.app;

import io.tieline.app.config.Configuration;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.http.settings.HttpLimits;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Limits;

/**
 * Puts what the choices say of messages over the usual limits of a transport, and has whatever must
 * hold a whole message follow.
 */
final class MessageLimits {

    private MessageLimits() {}

    /** What the choices say, and of the rest the usual. */
    static Limits over(Limits usual, Configuration choices) throws UsageException {
        var size = choices.one(Setting.MAX_MESSAGE);
        var depth = choices.one(Setting.MAX_DEPTH);
        int bytes = size == null ? usual.maxBytes() : Quantities.bytes(size);
        if (depth == null) {
            return new Limits(bytes, usual.maxDepth(), usual.maxBatch());
        }
        try {
            return new Limits(bytes, Quantities.number(depth, Limits.DEEPEST), usual.maxBatch());
        } catch (IllegalArgumentException tooDeep) {
            throw depth.wrong(String.valueOf(tooDeep.getMessage()));
        }
    }

    /** The settings of a pipe, which must be able to queue a message. */
    static StdioSettings over(StdioSettings usual, Configuration choices) throws UsageException {
        var limits = over(usual.limits(), choices);
        int queue = Math.max(usual.maxQueuedBytes(), limits.maxBytes());
        return usual.withMaxQueuedBytes(queue).withLimits(limits);
    }

    /** The limits of clients over HTTP, for whom several answers may have to wait. */
    static HttpLimits over(HttpLimits usual, Configuration choices) throws UsageException {
        long answers = 2L * over(StdioSettings.DEFAULT.limits(), choices).maxBytes();
        int unsent = (int) Math.min(Integer.MAX_VALUE, Math.max(usual.unsentBytes(), answers));
        return usual.withMessages(over(usual.messages(), choices)).withUnsentBytes(unsent);
    }
}

package io.tieline.security;

import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Principal;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Knows one kind of token. Safe for use by several threads.
 *
 * <p>Asked on a thread that must not block: who has to ask somebody else answers later, on any
 * thread. Whatever cannot be verified is rejected.
 */
@FunctionalInterface
public interface TokenVerifier {

    /** What came of looking at a token. */
    sealed interface Verdict {

        /** It is not of this kind: another verifier may know it. */
        Verdict UNKNOWN = new Unknown();

        /**
         * It is good.
         *
         * @param principal whose it is
         * @param expires from when on it is good no longer; {@link Instant#MAX} for never
         */
        record Accepted(Principal principal, Instant expires) implements Verdict {}

        /**
         * It is of this kind, and not good.
         *
         * @param reason for its sender and the log: no part of the token
         */
        record Rejected(String reason) implements Verdict {}

        /**
         * It is of this kind, and whether it is good cannot be found out now.
         *
         * @param reason for its sender and the log: no part of the token
         */
        record Unavailable(String reason) implements Verdict {}

        /** See {@link #UNKNOWN}. */
        record Unknown() implements Verdict {}
    }

    /**
     * Looks at a token.
     *
     * @param head the request that brings it; not to be kept beyond the verdict
     * @param verdict takes the one verdict, at once or later
     */
    void verify(String token, RequestHead head, Consumer<Verdict> verdict);
}

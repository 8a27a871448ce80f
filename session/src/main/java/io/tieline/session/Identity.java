package io.tieline.session;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What came of asking who sends a request. */
public sealed interface Identity {

    /** Nobody is asked: it is whoever reaches the listener. */
    Identity LOCAL = new Known(Principal.LOCAL);

    /**
     * It is known who it is.
     *
     * @param good how long that holds; {@link #ALWAYS} if it has no end. A stream that is open for
     *     longer is ended then
     */
    record Known(Principal principal, Duration good) implements Identity {

        /** Without an end. */
        public static final Duration ALWAYS = ChronoUnit.FOREVER.getDuration();

        /** It is known who it is, and that has no end. */
        public Known(Principal principal) {
            this(principal, ALWAYS);
        }
    }

    /**
     * The request goes no further.
     *
     * @param status 401 if it does not say who it is in a way that is believed, 403 if whoever it
     *     is may not do this at all, 503 if that cannot be found out now
     * @param challenge what the client is told to bring: the value of {@code WWW-Authenticate} (RFC
     *     9110, section 11.6.1), empty for none
     * @param reason why, for the client and the log: never a part of the credential
     */
    record Refused(int status, String challenge, String reason) implements Identity {

        /**
         * @throws IllegalArgumentException if the status is another one, or the challenge has
         *     characters that no header may carry
         */
        public Refused {
            if (status != 401 && status != 403 && status != 503) {
                throw new IllegalArgumentException("A refusal is 401, 403 or 503, not " + status);
            }
            if (challenge.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("A challenge is visible ASCII on one line");
            }
        }
    }
}

package io.tieline.session.backend;

/**
 * The call, or the session, to which a message of a backend belongs. {@link Attribution} decides
 * it, unless a call that was taken back may have said the message: then it belongs to the session.
 */
sealed interface Origin {

    /** The backend said it because of this call. */
    record During(Call call) implements Origin {}

    /** It belongs to the session, or to a call that cannot be told; the reason is for the log. */
    record OutOfBand(String reason) implements Origin {}
}

package io.tieline.http.client;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal says of the session in which it was given. The specification has 404 for a session
 * that is not known (2025-03-26 and later, "Transports: Session Management"); real servers have
 * nearly every status, and 404 for other things as well.
 */
enum SessionDoubt {
    /** It concerns this message only. */
    NONE,
    /** It may mean that the session is gone: the backend must be asked. */
    DOUBTFUL,
    /** It says that the session is gone. */
    LOST;

    /**
     * The doubt that a refused message leaves.
     *
     * @param id of the request that was refused; null if the message wants no answer
     */
    static SessionDoubt of(ShortAnswer answer, @Nullable Id id) {
        int status = answer.status();
        boolean speaks = answer.speaksOfSession();
        var error = answer.error();
        if (error != null && isOf(error, id) && isAnswer(status)) {
            return of(error);
        }
        if (status == 410 || (status == 404 && speaks)) {
            return LOST;
        }
        return mayMeanSession(status) ? DOUBTFUL : NONE;
    }

    /**
     * The doubt that an error leaves which answers its request, whatever the status. Servers that
     * have lost a session say so in any words and under any code, so nearly every error does.
     */
    static SessionDoubt of(Failure answer) {
        return switch (answer.error().code()) {
            // Nobody speaks so of a session.
            case ErrorCode.METHOD_NOT_FOUND, ErrorCode.URL_ELICITATION_REQUIRED -> NONE;
            default -> DOUBTFUL;
        };
    }

    /** Whether an error answers this request, as the usual clients see it. */
    static boolean isOf(Failure failure, @Nullable Id id) {
        return id != null && failure.id() != null && isSame(failure.id(), id);
    }

    /** Whether a backend has repeated this id of ours, be it as text. */
    static boolean isSame(Id repeated, Id ours) {
        return ours.equals(repeated) || ours.equals(repeated.unquoted());
    }

    /** Whether a status leaves it to the body what is wrong; who is not let in gets no answer. */
    static boolean isAnswer(int status) {
        return status != 401 && status != 403 && status != 410;
    }

    private static boolean mayMeanSession(int status) {
        return switch (status) {
            // Of the message, of the client's pace, or of an intermediary that finds nobody.
            case 402, 406, 407, 408, 411, 413, 414, 415, 417, 425, 426, 429, 431, 451 -> false;
            case 501, 502, 504, 505 -> false;
            default -> status >= 400;
        };
    }
}

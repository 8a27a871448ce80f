package io.tieline.framework;

import org.jspecify.annotations.Nullable;

/**
 * Says that a handler has returned something that cannot be its result: a fault of the handler,
 * which both its author and its caller are told.
 */
final class UnfitResultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitResultException(String message) {
        super(message);
    }

    /** In words for the caller, too. */
    String told() {
        return String.valueOf(getMessage());
    }

    /** What a handler has returned, unless that is null. */
    static <T> T requireResult(@Nullable T result, String whose) {
        if (result == null) {
            throw new UnfitResultException(
                    "The handler of the " + whose + " returned null instead of a result");
        }
        return result;
    }
}

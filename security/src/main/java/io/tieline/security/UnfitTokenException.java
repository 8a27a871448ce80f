package io.tieline.security;

/** What is wrong with a token, in words for its sender and the log. */
@SuppressWarnings("serial")
final class UnfitTokenException extends Exception {

    UnfitTokenException(String message) {
        super(message);
    }
}

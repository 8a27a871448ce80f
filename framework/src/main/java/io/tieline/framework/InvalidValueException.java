package io.tieline.framework;

/** Says which value of a peer does not fit; the message is meant for that peer. */
final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidValueException(String name) {
        super("The value " + name + " is missing");
    }

    InvalidValueException(String name, String expected) {
        super("The value " + name + " must be " + expected);
    }

    InvalidValueException(String message, Throwable cause) {
        super(message, cause);
    }
}

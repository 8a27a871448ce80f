package io.tieline.app.command;

/** A value that its schema does not allow; the message completes "NAME: …". */
final class UnfitException extends Exception {

    private static final long serialVersionUID = 1;

    UnfitException(String problem) {
        super(problem);
    }

    /** What is wrong with it. */
    String problem() {
        return String.valueOf(getMessage());
    }
}

package io.tieline.app.command;

/** A server is not there at all; the message says which, and what the reader can do. */
public final class UnreachableException extends Exception {

    private static final long serialVersionUID = 1;

    /** One line that names the server and the way out. */
    public UnreachableException(String message) {
        super(message);
    }
}

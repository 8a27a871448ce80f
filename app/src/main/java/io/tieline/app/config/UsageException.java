package io.tieline.app.config;

/**
 * The program cannot do what it was told. The message is one line that names the thing and the way
 * out; it is all that the reader sees, and the exit code is 2.
 */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    /** One line that names the thing and the way out. */
    public UsageException(String message) {
        super(message);
    }

    /**
     * Names the place of what is wrong.
     *
     * @param place where the thing is written: an option, or a file and a key in it
     * @param problem what is wrong there, and what would be right
     */
    public static UsageException at(String place, String problem) {
        return new UsageException(place + ": " + problem);
    }
}

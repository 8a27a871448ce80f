package io.tieline.framework;

/**
 * Ends a tool call with a failure that the caller may read: the message becomes the text of a
 * result with {@code isError} (all revisions, "Error Handling").
 *
 * <p>What any other exception says stays here, since it may tell of things that are not the
 * caller's business.
 */
public final class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure, in words for the model that called the tool. */
    public ToolException(String message) {
        super(message);
    }

    /** A failure with its cause, which the caller is not told. */
    public ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}

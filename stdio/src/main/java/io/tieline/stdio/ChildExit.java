package io.tieline.stdio;

import org.jspecify.annotations.Nullable;

/** What a child has shown of its end so far, and what can be said of it. */
final class ChildExit {

    /** Shells, and the tools that wrap a command, say so that they could not run it. */
    private static final int CANNOT_RUN = 126;

    private static final int NOT_FOUND = 127;

    /** How a process that died of a signal is told, from here on. */
    private static final int SIGNALS = 128;

    private boolean outputEnded;
    private boolean inputClosed;
    private @Nullable Integer exitCode;

    void outputEnded() {
        outputEnded = true;
    }

    void inputClosed() {
        inputClosed = true;
    }

    void exited(int code) {
        exitCode = code;
    }

    boolean hasOutputEnded() {
        return outputEnded;
    }

    /** Whether nothing more can be learnt. */
    boolean areComplete() {
        return outputEnded && exitCode != null;
    }

    String text(String name, boolean hasSpoken) {
        var code = exitCode;
        if (code == null) {
            return "Backend " + name + " closed its " + (inputClosed ? "input" : "output");
        }
        if (!hasSpoken && (code == CANNOT_RUN || code == NOT_FOUND)) {
            return "Backend "
                    + name
                    + " could not be run (exit code "
                    + code
                    + "); check that the command and its interpreter are installed";
        }
        var signal = code > SIGNALS ? ", so probably of signal " + (code - SIGNALS) : "";
        return "Backend "
                + name
                + " ended with exit code "
                + code
                + signal
                + "; the log has its last words";
    }
}

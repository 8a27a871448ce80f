package io.tieline.app.command;

/** How a command ended, for whoever started the process. */
public enum ExitCode {
    DONE(0, "It went well."),
    FAILED(1, "The tool failed, or a check did; the reason is on stderr."),
    WRONG_USE(2, "The command line or a file is wrong; one line says how."),
    UNREACHABLE(3, "The server cannot be connected to, or broke off."),
    UNAUTHENTICATED(4, "The server wants credentials (401), or others (403)."),
    INTERRUPTED(130, "Ctrl-C: the server was told that the call is cancelled.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number. */
    public int number() {
        return number;
    }

    /** What it means. */
    public String meaning() {
        return meaning;
    }
}

package io.tieline.app.config;

/** What a setting is about; the headings of {@code tieline run --help}. */
public enum OptionGroup {
    BACKEND("Behind: the MCP server"),
    FRONT("In front: how clients connect"),
    SESSIONS("Sessions and calls"),
    LIMITS("Limits, as durations (500ms, 30s, 15m, 2h) and sizes (512KiB, 4MiB)"),
    PROGRAM("The program");

    private final String heading;

    OptionGroup(String heading) {
        this.heading = heading;
    }

    /** Its heading in the help. */
    public String heading() {
        return heading;
    }
}

package io.tieline.app;

import java.io.PrintStream;
import java.time.Instant;

/** The few sentences that are said on stderr whatever is logged, in the form of the log. */
record Notices(PrintStream err, LogFormat format) {

    /** Says one. */
    void say(String sentence) {
        if (format == LogFormat.JSON) {
            err.print(JsonLogLines.line(Instant.now(), "info", sentence, null));
            err.flush();
        } else {
            err.println("tieline: " + sentence);
        }
    }
}

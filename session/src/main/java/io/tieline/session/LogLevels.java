package io.tieline.session;

import io.tieline.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The levels of log messages, from the most verbose on (all revisions, "Logging"). */
public final class LogLevels {

    /** All of them, in their order. */
    public static final List<String> ORDER =
            List.of(
                    "debug",
                    "info",
                    "notice",
                    "warning",
                    "error",
                    "critical",
                    "alert",
                    "emergency");

    private LogLevels() {}

    /** Says whether there is a level of this name. */
    public static boolean isLevel(@Nullable String name) {
        return name != null && ORDER.contains(name);
    }

    /** Says whether one who wants messages from this level on, or none (null), wants this one. */
    public static boolean passes(@Nullable String wanted, Json message) {
        var level = message.text("level");
        return wanted != null && (level == null || ORDER.indexOf(level) >= ORDER.indexOf(wanted));
    }
}

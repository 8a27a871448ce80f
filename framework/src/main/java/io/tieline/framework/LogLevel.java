package io.tieline.framework;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much a log message matters, after RFC 5424; the least first (all revisions, "Logging"). */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** The level as it stands on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of this name as it stands on the wire; null if there is none. */
    public static @Nullable LogLevel of(String text) {
        for (var level : values()) {
            if (level.text().equals(text)) {
                return level;
            }
        }
        return null;
    }
}

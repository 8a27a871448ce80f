package io.tieline.app;

import ch.qos.logback.classic.Level;

/** How much the program says on stderr. */
enum LogThreshold {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    Level level() {
        return Level.toLevel(name());
    }
}

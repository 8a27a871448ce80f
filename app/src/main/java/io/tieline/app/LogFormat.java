package io.tieline.app;

/** How the lines on stderr are written. */
enum LogFormat {
    TEXT,
    JSON
}

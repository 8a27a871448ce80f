package io.tieline.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends everything that is logged to one stream, a line for each event. */
final class Logs {

    private Logs() {}

    /**
     * Begins to log. Called before anything is, since without it the library would write to stdout,
     * which belongs to the protocol.
     */
    static void begin(OutputStream to, LogThreshold level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var lines = new LogLines();
        lines.setContext(context);
        lines.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(lines);
        appender.setOutputStream(to);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(level.level());
        // Its debugging is about its own making, thousands of lines of it.
        context.getLogger("io.netty").setLevel(Level.WARN);
    }
}

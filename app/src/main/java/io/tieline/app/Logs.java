package io.tieline.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.filter.Filter;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends everything that is logged to one stream, a line for each event. */
final class Logs {

    private static final String PRINTED = "printed";
    private static final String STRAY = "printed on stdout, where only messages belong: ";

    private Logs() {}

    /**
     * Begins to log. Called before anything is, since without it the library would write to stdout,
     * which belongs to the protocol.
     */
    static void begin(OutputStream to, LogThreshold level) {
        begin(to, level, LogFormat.TEXT);
    }

    /** The same, in this form. */
    static void begin(OutputStream to, LogThreshold level, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        EncoderBase<ILoggingEvent> lines =
                format == LogFormat.JSON ? new JsonLogLines() : new LogLines();
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

    /**
     * Tells, besides, each line that a program prints among its messages, whatever is logged. Only
     * the last who wants to hear it does.
     */
    static void onPrinted(Consumer<String> listener) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var children = context.getLogger("io.tieline.stdio");
        var shown = children.getEffectiveLevel();
        children.detachAppender(PRINTED);
        var appender =
                new AppenderBase<ILoggingEvent>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        var text = event.getFormattedMessage();
                        int at = text.indexOf(STRAY);
                        if (at >= 0) {
                            listener.accept(text.substring(at + STRAY.length()));
                        }
                    }
                };
        appender.setName(PRINTED);
        appender.setContext(context);
        appender.start();
        children.addAppender(appender);
        children.setLevel(Level.INFO);
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.iteratorForAppenders().forEachRemaining(one -> one.addFilter(from(shown)));
    }

    /** What is told aside must not be shown where that was not wanted. */
    private static Filter<ILoggingEvent> from(Level level) {
        var filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        return filter;
    }
}

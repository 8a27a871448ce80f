package io.tieline.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.tieline.app.terminal.OneLine;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes an event as {@code 09:30:00.125 info message}. What does not fit on a line, a trace or
 * several lines of a message, is indented below it, so that nothing that a peer has sent can look
 * like a line of ours.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NONE = {};
    private static final int INDENT = 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(128);
        line.append(TIME.format(event.getInstant())).append(' ');
        line.append(String.format(Locale.ROOT, "%-5s ", level(event)));
        append(line, event.getFormattedMessage(), 0);
        if (event.getThrowableProxy() != null) {
            append(line, ThrowableProxyUtil.asString(event.getThrowableProxy()), INDENT);
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder to, String text, int indent) {
        var left = indent;
        for (var line : text.lines().toList()) {
            to.append(" ".repeat(left)).append(OneLine.of(line)).append('\n');
            left = INDENT;
        }
    }

    private static String level(ILoggingEvent event) {
        return event.getLevel().toString().toLowerCase(Locale.ROOT);
    }
}

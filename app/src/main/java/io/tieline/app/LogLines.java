package io.tieline.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes an event as {@code 09:30:00.125 info message}. A message is one line whatever is in it,
 * and a trace is indented, so that nothing that a peer has sent can look like a line of ours.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NONE = {};
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
        line.append(OneLine.of(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(text -> line.append("    ").append(OneLine.of(text)).append('\n'));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String level(ILoggingEvent event) {
        return event.getLevel().toString().toLowerCase(Locale.ROOT);
    }
}

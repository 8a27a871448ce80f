package io.tieline.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.tieline.app.terminal.OneLine;
import io.tieline.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as one JSON object on one line: {@code time}, {@code level}, {@code message}, and
 * {@code error} with the trace of what was thrown. What a peer has sent is escaped in it as in
 * {@link LogLines}.
 */
final class JsonLogLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NONE = {};

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
        var thrown = event.getThrowableProxy();
        return line(
                        event.getInstant(),
                        event.getLevel().toString().toLowerCase(Locale.ROOT),
                        event.getFormattedMessage(),
                        thrown == null ? null : ThrowableProxyUtil.asString(thrown))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One line, with its end. */
    static String line(Instant time, String level, String message, @Nullable String error) {
        var object =
                Json.object(
                        "time",
                        time.toString(),
                        "level",
                        level,
                        "message",
                        escaped(message),
                        "error",
                        error == null ? null : escaped(error));
        return object + "\n";
    }

    private static String escaped(String text) {
        return text.lines().map(OneLine::of).collect(Collectors.joining("\n"));
    }
}

package io.tieline.app.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations and sizes as people write them. */
public final class Quantities {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final long LONGEST_DAYS = 365;
    private static final long LARGEST_BYTES = 1024L * 1024 * 1024;

    private Quantities() {}

    /** A duration above zero and below a year. */
    public static Duration duration(ConfigValue given) throws UsageException {
        var amount = AMOUNT.matcher(given.value().strip());
        var unit = amount.matches() ? unit(amount.group(2)) : null;
        if (unit == null) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no duration; write a number with ms, s, m, h or d, like 30s");
        }
        var duration = Duration.of(Long.parseLong(amount.group(1)), unit);
        if (!duration.isPositive() || duration.toDays() >= LONGEST_DAYS) {
            throw given.wrong(
                    "\"" + given.value() + "\" must be more than nothing and less than a year");
        }
        return duration;
    }

    /** A whole number from 1 on. */
    public static int number(ConfigValue given, int most) throws UsageException {
        return number(given, 1, most);
    }

    /** A whole number within these bounds. */
    static int number(ConfigValue given, int least, int most) throws UsageException {
        var text = given.value().strip();
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no number from "
                            + least
                            + " to "
                            + most
                            + ", like "
                            + Math.clamp(16, least, most));
        }
        return number;
    }

    private static @Nullable ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m", "min" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> null;
        };
    }

    /** A number of bytes, from 1 KiB to 1 GiB. */
    public static int bytes(ConfigValue given) throws UsageException {
        var amount = AMOUNT.matcher(given.value().strip());
        long factor = amount.matches() ? factor(amount.group(2)) : 0;
        if (factor == 0) {
            throw given.wrong(
                    "\""
                            + given.value()
                            + "\" is no size; write a number with KiB or MiB, like 8MiB");
        }
        long bytes = Long.parseLong(amount.group(1)) * factor;
        if (bytes < 1024 || bytes > LARGEST_BYTES) {
            throw given.wrong("\"" + given.value() + "\" must be between 1KiB and 1GiB");
        }
        return (int) bytes;
    }

    private static long factor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k", "kb", "kib" -> 1024;
            case "m", "mb", "mib" -> 1024 * 1024;
            case "g", "gb", "gib" -> 1024 * 1024 * 1024;
            default -> 0;
        };
    }
}

package io.tieline.app.config;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a time limit in the unit of the client that has written it. */
final class ClientTimeout {

    /** By which Cline, Roo and Kilo are known, which count seconds, up to an hour. */
    private static final Set<String> OF_SECONDS =
            Set.of("autoApprove", "alwaysAllow", "disabledTools");

    private static final BigDecimal FEWEST_MILLISECONDS = BigDecimal.valueOf(1_000);
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(3_600);
    private static final BigDecimal MILLI = BigDecimal.valueOf(1_000);
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(31_536_000);

    private ClientTimeout() {}

    /**
     * The limit as our own settings have it; null for none.
     *
     * @param key which may name its unit
     * @param entry what else the entry has
     */
    static @Nullable ConfigValue of(String key, Field field, JsonNode entry) throws UsageException {
        if (field.value().isString()) {
            return field.text(); // with a unit
        }
        if (!field.value().isNumber()) {
            throw field.wrong("is no number; write one");
        }
        var number = field.value().decimalValue();
        if (number.signum() <= 0) {
            return null; // clients mean no limit, and ours holds
        }
        var seconds = isSeconds(key, number, entry) ? number : number.divide(MILLI);
        if (seconds.compareTo(LONGEST_SECONDS) >= 0) {
            throw field.wrong("is longer than a year; shorten it, or leave it out");
        }
        var whole = seconds.stripTrailingZeros();
        return ConfigValue.of(
                whole.scale() <= 0
                        ? whole.toBigInteger() + "s"
                        : Math.max(1, whole.multiply(MILLI).longValue()) + "ms",
                field.place());
    }

    /** Nobody gives a server less than a second. */
    private static boolean isSeconds(String key, BigDecimal number, JsonNode entry) {
        if (key.endsWith("_sec")) {
            return true;
        }
        if (key.endsWith("_ms")) {
            return false;
        }
        return number.compareTo(FEWEST_MILLISECONDS) < 0
                || (OF_SECONDS.stream().anyMatch(entry::has)
                        && number.compareTo(MOST_SECONDS) <= 0);
    }
}

package io.tieline.framework;

import io.tieline.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value without parts: a text that may have to follow a format, a number, a boolean.
 *
 * @param schema its JSON Schema
 * @param expected what a misfit is told it is: {@code no UUID}
 * @param reading the value in the form in which it is read; null if it does not fit
 */
record ScalarShape(Json schema, String expected, Function<Json, @Nullable Json> reading)
        implements Shape {

    /** More digits than this are no number that anybody means. */
    private static final int MOST_DIGITS = 1000;

    /** A number of that many digits, with as many zeros and an exponent. */
    private static final int LONGEST = 3 * MOST_DIGITS;

    private static final Map<Class<?>, ScalarShape> KNOWN = known();

    /** The shape of this class, or null if it is no scalar. */
    static @Nullable ScalarShape of(Class<?> type) {
        return KNOWN.get(type);
    }

    @Override
    public Json checked(Json value, Place place) {
        Json read;
        try {
            read = reading.apply(value);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException misfit) {
            read = null;
        }
        if (read == null) {
            throw InvalidValueException.misfit(place, value, expected);
        }
        return read;
    }

    boolean isText() {
        return "string".equals(schema.text("type"));
    }

    private static Map<Class<?>, ScalarShape> known() {
        var all = new HashMap<Class<?>, ScalarShape>();
        var flag = kind("boolean", "no boolean", it -> it.isTrue() || it.isFalse() ? it : null);
        put(all, flag, boolean.class, Boolean.class);
        numbers(all);
        var text = kind("string", "no string", it -> it.isString() ? it : null);
        put(all, text, String.class, CharSequence.class);
        put(all, character(), char.class, Character.class);
        all.put(byte[].class, bytes());
        formats(all);
        return Map.copyOf(all);
    }

    private static void numbers(Map<Class<?>, ScalarShape> all) {
        put(all, whole(Byte.MIN_VALUE, Byte.MAX_VALUE), byte.class, Byte.class);
        put(all, whole(Short.MIN_VALUE, Short.MAX_VALUE), short.class, Short.class);
        put(all, whole(Integer.MIN_VALUE, Integer.MAX_VALUE), int.class, Integer.class);
        put(all, whole(Long.MIN_VALUE, Long.MAX_VALUE), long.class, Long.class);
        all.put(
                BigInteger.class,
                kind("integer", "no whole number", it -> Json.of(wholeOf(it).toString())));
        var finite = "no number that a double can hold";
        put(all, kind("number", finite, ScalarShape::finite), double.class, Double.class);
        var small = "no number that a float can hold";
        put(all, kind("number", small, ScalarShape::finiteFloat), float.class, Float.class);
        put(
                all,
                kind("number", "no number", it -> it.isNumber() ? it : null),
                BigDecimal.class,
                Number.class);
    }

    private static void formats(Map<Class<?>, ScalarShape> all) {
        all.put(UUID.class, format("uuid", "no UUID", ScalarShape::uuid));
        all.put(URI.class, format("uri", "no URI", URI::create));
        all.put(LocalDate.class, format("date", "no ISO-8601 date", LocalDate::parse));
        all.put(Instant.class, format("date-time", "no ISO-8601 instant", Instant::parse));
        all.put(
                OffsetDateTime.class,
                format(
                        "date-time",
                        "no ISO-8601 date and time with an offset",
                        OffsetDateTime::parse));
        all.put(
                ZonedDateTime.class,
                format(
                        "date-time",
                        "no ISO-8601 date and time with an offset",
                        ZonedDateTime::parse));
        all.put(
                Duration.class,
                format("duration", "no ISO-8601 duration, such as PT30S", Duration::parse));
        all.put(Period.class, format("duration", "no ISO-8601 period, such as P7D", Period::parse));
        all.put(LocalTime.class, format(null, "no ISO-8601 time, such as 12:30", LocalTime::parse));
        all.put(
                LocalDateTime.class,
                format(null, "no ISO-8601 date and time without an offset", LocalDateTime::parse));
        all.put(YearMonth.class, format(null, "no ISO-8601 month", YearMonth::parse));
        all.put(ZoneId.class, format(null, "no time zone", ZoneId::of));
        all.put(Locale.class, format(null, "no locale", it -> it));
        put(all, whole(Year.MIN_VALUE, Year.MAX_VALUE), Year.class);
    }

    private static void put(
            Map<Class<?>, ScalarShape> all, ScalarShape shape, Class<?>... classes) {
        for (var type : classes) {
            all.put(type, shape);
        }
    }

    private static ScalarShape kind(
            String type, String expected, Function<Json, @Nullable Json> reading) {
        return new ScalarShape(Json.object("type", type), expected, reading);
    }

    private static ScalarShape whole(long least, long most) {
        return kind(
                "integer",
                "no whole number from " + least + " to " + most,
                it -> {
                    long number = wholeOf(it).longValueExact();
                    return number < least || number > most ? null : Json.number(number);
                });
    }

    /** JSON Schema calls 2.0 and 2e3 integers, too. */
    private static BigInteger wholeOf(Json value) {
        if (value.length() > LONGEST) {
            throw new ArithmeticException("too many characters"); // reading them is quadratic
        }
        var number = new BigDecimal(value.toString());
        if (number.scale() > MOST_DIGITS
                || number.precision() - (long) number.scale() > MOST_DIGITS) {
            throw new ArithmeticException("too many digits");
        }
        return number.toBigIntegerExact();
    }

    private static @Nullable Json finite(Json value) {
        return value.isNumber() && Double.isFinite(Double.parseDouble(value.toString()))
                ? value
                : null;
    }

    private static @Nullable Json finiteFloat(Json value) {
        return value.isNumber() && Float.isFinite(Float.parseFloat(value.toString()))
                ? value
                : null;
    }

    private static ScalarShape format(
            @Nullable String name, String expected, Function<String, ?> parser) {
        var schema = Json.object("type", "string", "format", name);
        return new ScalarShape(
                schema,
                expected,
                it -> it.isString() && parser.apply(it.asString()) != null ? it : null);
    }

    private static UUID uuid(String text) {
        var uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("shortened");
        }
        return uuid;
    }

    private static ScalarShape character() {
        return new ScalarShape(
                Json.object("type", "string", "minLength", 1, "maxLength", 1),
                "no single character",
                it -> it.isString() && it.asString().length() == 1 ? it : null);
    }

    private static ScalarShape bytes() {
        return new ScalarShape(
                Json.object("type", "string", "contentEncoding", "base64"),
                "no Base64 text",
                it -> it.isString() ? padded(it.asString()) : null);
    }

    /** Many leave the padding out; Jackson wants it. */
    private static Json padded(String text) {
        var bytes = Base64.getDecoder().decode(text);
        return Json.string(Base64.getEncoder().encodeToString(bytes));
    }
}

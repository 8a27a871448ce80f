package io.tieline.app.record;

import io.tieline.wire.Excerpt;
import io.tieline.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In what a value differs from one that was recorded, each difference with its JSON pointer (RFC
 * 6901). The order of members and the form of numbers do not count; stars of a {@linkplain Masks
 * mask} are equal to anything.
 */
final class JsonDifferences {

    /** So much of a value is shown. */
    private static final int SHOWN = 60;

    /** Longer numbers are compared as they are written. */
    private static final int LONGEST_NUMBER = 64;

    private final List<String> found = new ArrayList<>();
    private final Set<String> ignored;

    private JsonDifferences(Set<String> ignored) {
        this.ignored = ignored;
    }

    /**
     * The differences, each in a line.
     *
     * @param ignored members that are not compared, wherever they stand
     */
    static List<String> between(Json recorded, Json now, Set<String> ignored) {
        var differences = new JsonDifferences(ignored);
        differences.compare("", recorded, now);
        return differences.found;
    }

    private void compare(String pointer, @Nullable Json recorded, @Nullable Json now) {
        if (recorded == null || now == null) {
            add(pointer, recorded, now);
        } else if (recorded.isObject() && now.isObject()) {
            compareMembers(pointer, recorded, now);
        } else if (recorded.isArray() && now.isArray()) {
            compareElements(pointer, recorded.elements(), now.elements());
        } else if (!isEqual(recorded, now)) {
            add(pointer, recorded, now);
        }
    }

    private void compareMembers(String pointer, Json recorded, Json now) {
        var names = new LinkedHashMap<String, Json>(members(recorded));
        var others = members(now);
        others.forEach(names::putIfAbsent);
        for (var name : names.keySet()) {
            if (!ignored.contains(name)) {
                compare(pointer + "/" + escaped(name), recorded.get(name), others.get(name));
            }
        }
    }

    private static Map<String, Json> members(Json object) {
        var members = new LinkedHashMap<String, Json>();
        object.members().forEach(member -> members.put(member.name(), member.value()));
        return members;
    }

    private void compareElements(String pointer, List<Json> recorded, List<Json> now) {
        for (int i = 0; i < Math.max(recorded.size(), now.size()); i++) {
            compare(
                    pointer + "/" + i,
                    i < recorded.size() ? recorded.get(i) : null,
                    i < now.size() ? now.get(i) : null);
        }
    }

    private static boolean isEqual(Json recorded, Json now) {
        if (recorded.isString() && recorded.asString().contains(Masks.STARS)) {
            return isMasked(recorded.asString(), now);
        }
        if (recorded.isString() && now.isString()) {
            return recorded.asString().equals(now.asString());
        }
        if (recorded.isNumber()
                && now.isNumber()
                && Math.max(recorded.length(), now.length()) <= LONGEST_NUMBER) {
            return new BigDecimal(recorded.toString()).compareTo(new BigDecimal(now.toString()))
                    == 0;
        }
        return recorded.equals(now);
    }

    private static boolean isMasked(String recorded, Json now) {
        if (recorded.equals(Masks.STARS)) {
            return true;
        }
        var pattern = new StringBuilder();
        for (var part : recorded.split(Pattern.quote(Masks.STARS), -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return now.isString()
                && Pattern.compile(pattern.toString(), Pattern.DOTALL)
                        .matcher(now.asString())
                        .matches();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private void add(String pointer, @Nullable Json recorded, @Nullable Json now) {
        int from = beginning(recorded, now);
        found.add(
                (pointer.isEmpty() ? "(all of it)" : pointer)
                        + ": "
                        + (recorded == null ? "not recorded" : "recorded " + shown(recorded, from))
                        + ", "
                        + (now == null ? "now missing" : "now " + shown(now, from)));
    }

    /** Of long texts that begin alike, a little before they part. */
    private static int beginning(@Nullable Json recorded, @Nullable Json now) {
        if (recorded == null || now == null || !recorded.isString() || !now.isString()) {
            return 0;
        }
        int parting =
                Arrays.mismatch(
                        recorded.array(),
                        recorded.offset(),
                        recorded.offset() + recorded.length(),
                        now.array(),
                        now.offset(),
                        now.offset() + now.length());
        return parting < SHOWN / 2 ? 0 : parting - SHOWN / 3;
    }

    private static String shown(Json value, int from) {
        var bytes = value.bytes();
        return (from == 0 ? "" : "...") + Excerpt.of(bytes, from, bytes.length, SHOWN);
    }
}

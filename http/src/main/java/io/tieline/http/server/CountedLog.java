package io.tieline.http.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Logs a thing that strangers can bring about when it happens for the first time, and again
 * whenever its number has grown tenfold. Beyond {@value #REMEMBERED} things the rest share one
 * number. Safe for use by several threads.
 */
final class CountedLog {

    private static final int REMEMBERED = 64;
    private static final int LONGEST = 200;
    private static final String OTHERS = "others that are refused";

    private final Map<String, AtomicLong> numbers = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    /**
     * @param log takes one line at a time
     */
    CountedLog(Consumer<String> log) {
        this.log = log;
    }

    /**
     * The thing has happened once more.
     *
     * @param thing what is counted, in few words
     * @param line what is logged the first time
     */
    void happened(String thing, String line) {
        boolean known = numbers.containsKey(thing) || numbers.size() < REMEMBERED;
        var counted = known ? thing : OTHERS;
        long number = numbers.computeIfAbsent(counted, _ -> new AtomicLong()).incrementAndGet();
        if (number == 1) {
            log.accept(line);
        } else if (isPowerOfTen(number)) {
            log.accept(number + " times so far: " + counted);
        }
    }

    private static boolean isPowerOfTen(long number) {
        long left = number;
        while (left % 10 == 0) {
            left /= 10;
        }
        return left == 1;
    }

    /** A stranger's words as they may stand in a line: short, and nothing but visible ASCII. */
    static String shown(String words) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(words.length(), LONGEST); i++) {
            char c = words.charAt(i);
            text.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return words.length() > LONGEST ? text + "..." : text.toString();
    }
}

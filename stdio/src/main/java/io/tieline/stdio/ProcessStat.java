package io.tieline.stdio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells of a process in {@code /proc/PID/stat} and the JDK does not.
 *
 * @param state {@code Z} for a zombie
 * @param session the session that the process belongs to: the pid of the process that began it
 */
record ProcessStat(char state, long session) {

    static final Path PROC = Path.of("/proc");

    private static final Pattern BLANK = Pattern.compile(" ");

    /** What is known of this process; null if it is gone, or this is not Linux. */
    static @Nullable ProcessStat of(long pid) {
        try {
            var file = PROC.resolve(Long.toString(pid)).resolve("stat");
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return null;
        }
    }

    /** The second field is a name in parentheses, and may hold blanks and parentheses itself. */
    static @Nullable ProcessStat parse(String line) {
        var fields = BLANK.split(line.substring(line.lastIndexOf(')') + 1).strip(), -1);
        return fields.length < 4
                ? null
                : new ProcessStat(fields[0].charAt(0), Long.parseLong(fields[3]));
    }

    boolean isZombie() {
        return state == 'Z';
    }
}

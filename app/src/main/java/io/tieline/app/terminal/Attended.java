package io.tieline.app.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which of the program's own streams somebody sits at.
 *
 * @param in whether input is typed
 * @param out whether output is read as it comes
 * @param err the same for what is said beside it
 */
public record Attended(boolean in, boolean out, boolean err) {

    /** Nobody sits anywhere. */
    public static final Attended NOBODY = new Attended(false, false, false);

    /** What holds for this process. */
    public static Attended ofProcess() {
        boolean both = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Attended(both || isTerminal(0), both || isTerminal(1), isTerminal(2));
    }

    /** Where the system shows what its streams are; elsewhere nobody is supposed. */
    private static boolean isTerminal(int stream) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return false;
        }
    }
}

package io.tieline.stdio;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a child sees of our environment: an allow-list, so that a secret of ours never reaches a
 * server that was not given it.
 */
final class CleanEnvironment {

    private static final Set<String> POSIX =
            Set.of("PATH", "HOME", "LANG", "TERM", "TMPDIR", "USER", "SHELL", "LOGNAME");

    /** Without these, programs on Windows do not start or do not find their files. */
    private static final Set<String> WINDOWS =
            Set.of(
                    "APPDATA",
                    "COMSPEC",
                    "HOMEDRIVE",
                    "HOMEPATH",
                    "LOCALAPPDATA",
                    "PATHEXT",
                    "PROCESSOR_ARCHITECTURE",
                    "PROGRAMFILES",
                    "SYSTEMDRIVE",
                    "SYSTEMROOT",
                    "TEMP",
                    "TMP",
                    "USERNAME",
                    "USERPROFILE",
                    "WINDIR");

    private CleanEnvironment() {}

    static Map<String, String> of(Map<String, String> inherited, Map<String, String> configured) {
        var clean = new HashMap<String, String>();
        inherited.forEach((name, value) -> {
            if (isAllowed(name)) {
                clean.put(name, value);
            }
        });
        clean.putAll(configured);
        return clean;
    }

    private static boolean isAllowed(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return POSIX.contains(name) || name.startsWith("LC_") || WINDOWS.contains(upper);
    }
}

package io.tieline.dist;

import java.util.Locale;

/**
 * An operating system and a processor, by the names that are usual for downloads.
 *
 * @param system {@code linux}, {@code macos} or {@code windows}
 * @param processor {@code x64} or {@code aarch64}
 */
record Platform(String system, String processor) {

    static Platform current() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var system = name.startsWith("mac") ? "macos" : name.startsWith("win") ? "windows" : name;
        var processor = System.getProperty("os.arch");
        return new Platform(system, processor.equals("amd64") ? "x64" : processor);
    }

    String name() {
        return system + "-" + processor;
    }

    boolean isLinux() {
        return system.equals("linux");
    }

    boolean isWindows() {
        return system.equals("windows");
    }
}

package io.tieline.bench.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What starts a program of the benchmark's own, on the same JDK and class path as this one. */
final class OwnProgram {

    private OwnProgram() {}

    static List<String> command(List<String> flags, String main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}

package io.tieline.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the C library that a JVM on Linux loads, by asking the loader ({@code ldd}). */
final class NativeLibraries {

    /**
     * {@code libc.so.6 => /lib/.../libc.so.6 (0x...)}, and the loader's own line, without a name.
     */
    private static final Pattern FOUND = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x");

    private NativeLibraries() {}

    /** The paths by which the loader names them; some are links. */
    static Collection<Path> of(Path jvm) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add("ldd");
        command.add(jvm.resolve("bin/java").toString());
        try (Stream<Path> files = Files.walk(jvm.resolve("lib"))) {
            files.map(Path::toString).filter(name -> name.endsWith(".so")).forEach(command::add);
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        var found = new TreeSet<Path>();
        FOUND.matcher(output)
                .results()
                .map(line -> Path.of(line.group(1)))
                .filter(path -> !path.startsWith(jvm))
                .forEach(found::add);
        var libc = found.stream().filter(path -> path.endsWith("libc.so.6")).findFirst();
        // The C library opens it by name when a thread is ended from outside.
        libc.map(path -> path.resolveSibling("libgcc_s.so.1"))
                .filter(Files::exists)
                .ifPresent(found::add);
        if (libc.isEmpty()) {
            throw new IOException("ldd names no libc.so.6: " + output);
        }
        return found;
    }
}

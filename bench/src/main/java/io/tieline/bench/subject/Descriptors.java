package io.tieline.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** File descriptors of processes, read from Linux's {@code /proc}. */
public final class Descriptors {

    private static final Path PROC = Path.of("/proc");

    private Descriptors() {}

    /** How many sockets a process has open, listening ones too. */
    static int sockets(long process) throws IOException {
        int sockets = 0;
        try (var all = Files.list(PROC.resolve(process + "/fd"))) {
            for (var one : (Iterable<Path>) all::iterator) {
                sockets += isSocket(one) ? 1 : 0;
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // it was closed meanwhile
        }
    }

    /** How many descriptors this process, and each that it starts, may have open. */
    public static long limit() throws IOException {
        return Files.readString(PROC.resolve("self/limits"))
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.split(" +", -1)[3])
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}

package io.tieline.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;

/** The entry point of the {@code tieline} program. */
public final class Main {

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var environment = UserEnvironment.of(System.getenv());
        System.exit(
                new Program(System.in, legible(System.out), legible(System.err), environment)
                        .run(arguments));
    }

    /** In a locale without letters, names would be written as question marks. */
    private static PrintStream legible(PrintStream stream) {
        return stream.charset().equals(US_ASCII) ? new PrintStream(stream, true, UTF_8) : stream;
    }
}

package io.tieline.app;

/** The entry point of the {@code tieline} program. */
public final class Main {

    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new Program(System.in, System.out, System.err, System.getenv()).run(arguments));
    }
}

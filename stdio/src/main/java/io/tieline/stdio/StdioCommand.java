package io.tieline.stdio;

import io.tieline.session.Lifetime;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.ClientTransport;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start as a child process: an argument vector, never a line for a shell.
 *
 * <p>Comes from the operator's configuration only; nothing that a client sends may ever reach it.
 * The command is looked up on the {@code PATH} that the child gets; one with a slash is taken as a
 * file, relative to {@code directory}.
 *
 * @param argv the command and its arguments, passed on as they are
 * @param environment what the child sees beside the allow-list of {@link Children}; wins over it
 * @param directory where the child runs; null for our own working directory
 */
public record StdioCommand(
        List<String> argv, Map<String, String> environment, @Nullable Path directory)
        implements ClientTransport {

    public StdioCommand {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("The command is empty; name a program to start");
        }
        argv.forEach(argument -> requireNoNul(argument, "An argument of the command"));
        environment.forEach(StdioCommand::requireVariable);
    }

    /** A command in our own working directory, without variables of its own. */
    public static StdioCommand of(String... argv) {
        return new StdioCommand(List.of(argv), Map.of(), null);
    }

    /** The same command with these variables beside the allow-list. */
    public StdioCommand withEnvironment(Map<String, String> other) {
        return new StdioCommand(argv, other, directory);
    }

    /** The same command with this variable beside those that it has. */
    public StdioCommand env(String name, String value) {
        var all = new HashMap<>(environment);
        all.put(name, value);
        return withEnvironment(all);
    }

    /** The same command, run in this directory. */
    public StdioCommand in(Path other) {
        return new StdioCommand(argv, environment, other);
    }

    /** The same command, run in this directory. */
    public StdioCommand directory(Path other) {
        return in(other);
    }

    @Override
    public String name() {
        return program();
    }

    /** Each connection starts a child process; they see the harmless part of our environment. */
    @Override
    public Backend backend(Lifetime lifetime) {
        var children = lifetime.shared(Children.class, () -> new Children(System.getenv()));
        return StdioBackend.of(this, StdioSettings.DEFAULT, children, lifetime.environment());
    }

    /** The program's file name, for messages and logs. */
    public String program() {
        var file = argv.getFirst();
        var name =
                file.substring(
                        Math.max(file.lastIndexOf('/'), file.lastIndexOf(File.separatorChar)) + 1);
        return name.isEmpty() ? file : name;
    }

    /** Names the program only: arguments and variables hold secrets. */
    @Override
    public String toString() {
        return "StdioCommand[" + program() + "]";
    }

    private static void requireVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("'" + name + "' is no name of a variable");
        }
        requireNoNul(name, "The name of a variable");
        requireNoNul(value, "Variable " + name);
    }

    private static void requireNoNul(String text, String what) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds a NUL character");
        }
    }
}

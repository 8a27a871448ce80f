package io.tieline.stdio;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts commands with a clean environment, and with their life bound to ours where the system has
 * the tools of util-linux for it.
 *
 * <ul>
 *   <li>{@code setsid} gives each child a session of its own: Ctrl-C in the terminal reaches us
 *       alone, so calls in flight can end, and whatever the child leaves behind can be found by its
 *       session.
 *   <li>{@code setpriv --pdeathsig TERM} has the kernel terminate the child when we are killed and
 *       can no longer do it. The signal is sent when the <em>thread</em> that started the child
 *       ends, so {@link #start} must always be called on one thread that outlives every child.
 * </ul>
 *
 * Both replace themselves by the command, so the child's pid is the command's. Confined to one
 * thread, {@link #require} aside.
 */
final class Launcher {

    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final long PROBE_SECONDS = 5;

    private final Map<String, String> inherited;
    private @Nullable List<String> wrapper;

    Launcher(Map<String, String> inherited) {
        this.inherited = Map.copyOf(inherited);
    }

    /** A process that has been started, and whether it leads a session of its own. */
    record Started(Process process, boolean ownSession) {}

    /**
     * Starts the command.
     *
     * @throws IOException if it cannot be started; the message says why and what to do
     */
    Started start(StdioCommand command) throws IOException {
        var environment = CleanEnvironment.of(inherited, command.environment());
        var argv = new ArrayList<>(wrapper());
        boolean ownSession = !argv.isEmpty();
        argv.add(file(command, environment));
        argv.addAll(command.argv().subList(1, command.argv().size()));
        return new Started(spawn(argv, environment, command), ownSession);
    }

    /** What gives a process a session of its own; null where there is nothing of the kind. */
    @Nullable String setsid() {
        var known = wrapper();
        return known.isEmpty() ? null : known.getFirst();
    }

    /**
     * Looks for the command's file as {@link #start} would.
     *
     * @throws IOException if there is none; the message says what to do
     */
    void require(StdioCommand command) throws IOException {
        var _ = file(command, CleanEnvironment.of(inherited, command.environment()));
    }

    /** Windows completes names by PATHEXT, which is its own affair. */
    private static String file(StdioCommand command, Map<String, String> environment)
            throws IOException {
        Encodable.here().require(command);
        return WINDOWS
                ? command.argv().getFirst()
                : Executable.of(command, environment.get("PATH")).toString();
    }

    private static Process spawn(
            List<String> argv, Map<String, String> environment, StdioCommand command)
            throws IOException {
        var builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var directory = command.directory();
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        try {
            return builder.start();
        } catch (IOException e) {
            // Its own message may hold the whole command line.
            throw new IOException(
                    "Command '"
                            + command.program()
                            + "' could not be started; check that it is a program for this system",
                    e);
        }
    }

    private List<String> wrapper() {
        var known = wrapper;
        if (known == null) {
            known = probe();
            wrapper = known;
        }
        return known;
    }

    private List<String> probe() {
        var path = inherited.get("PATH");
        var setsid = Executable.find("setsid", path);
        var setpriv = Executable.find("setpriv", path);
        if (WINDOWS || setsid == null) {
            return List.of();
        }
        if (setpriv != null) {
            var both = List.of(setsid.toString(), setpriv.toString(), "--pdeathsig", "TERM", "--");
            if (works(both)) {
                return both;
            }
        }
        var alone = List.of(setsid.toString());
        return works(alone) ? alone : List.of();
    }

    private boolean works(List<String> candidate) {
        var argv = new ArrayList<>(candidate);
        argv.add("true");
        try {
            var builder = new ProcessBuilder(argv);
            builder.environment().clear();
            builder.environment().putAll(CleanEnvironment.of(inherited, Map.of()));
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            var probe = builder.start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

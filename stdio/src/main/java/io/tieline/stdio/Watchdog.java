package io.tieline.stdio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends our children, and what they have started, when we are killed and can no longer do it.
 *
 * <p>One small shell for all children holds the other end of a pipe and is told which sessions are
 * ours. When the pipe ends, so do we: whoever is left of those sessions has a second to end by
 * itself, since its input has ended, is asked to terminate, and is killed two seconds later. The
 * shell leads a session of its own, so that what ends us does not end it as well, and the children
 * know nothing of it: they are started as they would be without.
 *
 * <p>It works where each child leads a session of its own and {@code /proc} shows it: on Linux with
 * util-linux. Elsewhere nothing is started. Safe for use by several threads.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private static final long FAREWELL_SECONDS = 1;

    /** In the words of POSIX, so that every {@code sh} understands it. */
    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            watched=' '
            while read -r what session; do
                case $what in
                    +) watched="$watched$session " ;;
                    -) case $watched in
                        *" $session "*) watched="${watched%%" $session "*} ${watched#*" $session "}" ;;
                        esac ;;
                esac
            done
            look() {
                left=
                for stat in /proc/[0-9]*/stat; do
                    read -r line 2>/dev/null <"$stat" || continue
                    set -- ${line##*) }
                    case $watched in *" $4 "*) ;; *) continue ;; esac
                    case $1 in Z) continue ;; esac
                    stat=${stat#/proc/}
                    left="$left ${stat%/stat}"
                done
            }
            end() {
                naps=$1
                look
                while [ -n "$left" ] && [ "$naps" -gt 0 ]; do
                    sleep 0.1 || sleep 1
                    naps=$((naps - 1))
                    look
                done
                [ -n "$left" ] || exit 0
                kill -s "$2" $left
            }
            end 10 TERM
            end 20 KILL
            for session in $watched; do
                kill -s KILL -- "-$session"
            done
            """;

    private final Map<String, String> inherited;

    // Guarded by this.
    private final Set<Long> sessions = new LinkedHashSet<>();
    private @Nullable Process shell;
    private boolean isOff;

    /** A watchdog that has nothing to watch yet. */
    Watchdog(Map<String, String> inherited) {
        this.inherited = inherited;
    }

    /**
     * Watches this session, and begins if it is the first one.
     *
     * @param setsid the program that gives the watchdog a session of its own
     */
    synchronized void watch(long session, String setsid) {
        sessions.add(session);
        if (isOff) {
            return;
        }
        if (shell == null || !tell(shell, "+", session)) {
            begin(setsid);
        }
    }

    /** Nothing is left of this session. */
    synchronized void forget(long session) {
        if (sessions.remove(session) && shell != null && !tell(shell, "-", session)) {
            shell = null; // somebody has killed it; the next child has another one begun
        }
    }

    /** There can be no watchdog for the children that are started. */
    synchronized void cannotWatch() {
        if (!isOff) {
            isOff = true;
            LOG.debug(
                    "Should this program be killed, its children find their input at its end and"
                            + " must mind it: without setsid and /proc nobody else ends them");
        }
    }

    private void begin(String setsid) {
        var sh = Executable.find("sh", inherited.get("PATH"));
        if (sh == null || ProcessStat.of(ProcessHandle.current().pid()) == null) {
            cannotWatch();
            return;
        }
        try {
            var begun = start(List.of(setsid, sh.toString(), "-c", SCRIPT, "tieline-watchdog"));
            shell = begun;
            sessions.forEach(session -> tell(begun, "+", session));
        } catch (IOException e) {
            LOG.debug("The watchdog could not be started", e);
            cannotWatch();
        }
    }

    private Process start(List<String> argv) throws IOException {
        var builder = new ProcessBuilder(argv).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(CleanEnvironment.of(inherited, Map.of()));
        return builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
    }

    private static boolean tell(Process shell, String what, long session) {
        try {
            OutputStream pipe = shell.getOutputStream();
            pipe.write((what + " " + session + "\n").getBytes(US_ASCII));
            pipe.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Has it end what is left, and end. Waits a moment for that. */
    @Override
    public synchronized void close() {
        isOff = true;
        var last = shell;
        shell = null;
        if (last == null) {
            return;
        }
        try {
            last.getOutputStream().close();
            last.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (IOException gone) {
            // Somebody has ended it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

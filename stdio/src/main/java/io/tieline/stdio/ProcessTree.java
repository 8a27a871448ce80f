package io.tieline.stdio;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A child process and everything it has started that is still there.
 *
 * <p>Descendants are found by their parents while those live. On Linux, where the child leads a
 * session of its own, they are found by that session as well, also after their parents have died.
 * What has left the session and lost its parent is a daemon on purpose, and is left alone.
 *
 * <p>Confined to one thread at a time.
 */
final class ProcessTree {

    private final ProcessHandle root;
    private final boolean ownSession;
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    ProcessTree(ProcessHandle root, boolean ownSession) {
        this.root = root;
        this.ownSession = ownSession;
        known.add(root);
    }

    /**
     * Whether anything is left. Looks around only when all that was known of is gone: it is asked
     * often.
     */
    boolean isAlive() {
        known.removeIf(process -> !isAlive(process));
        if (known.isEmpty()) {
            look();
        }
        return !known.isEmpty();
    }

    /** Remembers what there is now: later its parents may have died. */
    void look() {
        root.descendants().forEach(known::add);
        // A session's number is not given away again while the session has members, so a stranger
        // is met here only if our child's number was used again within milliseconds of its end.
        if (ownSession) {
            addSession();
        }
    }

    /** Asks everything to terminate. */
    void terminate() {
        look();
        known.forEach(ProcessHandle::destroy);
    }

    /** Kills everything. */
    void kill() {
        look();
        known.forEach(ProcessHandle::destroyForcibly);
    }

    private void addSession() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ProcessStat.PROC, "[0-9]*")) {
            for (var folder : all) {
                long pid = Long.parseLong(folder.getFileName().toString());
                var stat = ProcessStat.of(pid);
                if (stat != null && stat.session() == root.pid() && !stat.isZombie()) {
                    ProcessHandle.of(pid).ifPresent(known::add);
                }
            }
        } catch (IOException | DirectoryIteratorException hidden) {
            // Without /proc the descendants must do.
        }
    }

    /** A zombie is dead; only its parent, perhaps an init that does not care, has not noticed. */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        var stat = ProcessStat.of(process.pid());
        return stat == null || !stat.isZombie();
    }
}

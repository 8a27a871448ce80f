package io.tieline.gateway;

import io.tieline.session.LogLevels;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log levels that the clients of one shared backend session want (all revisions, "Logging"):
 * the backend is told the most verbose, and each client sees its own. Written on the shared
 * session's strand, read on the clients'.
 */
final class Levels {

    private final Map<Member, String> wanted = new ConcurrentHashMap<>();

    /** Sets a client's level; true if the backend must be told. */
    boolean set(Member member, String level) {
        var before = mostVerbose();
        wanted.put(member, level);
        return !Objects.equals(before, mostVerbose());
    }

    /** A client has left; true if the backend must be told. */
    boolean left(Member member) {
        var before = mostVerbose();
        wanted.remove(member);
        return !Objects.equals(before, mostVerbose());
    }

    /** The least of the levels that anybody wants, or null if nobody has said. */
    @Nullable String mostVerbose() {
        return LogLevels.ORDER.stream().filter(wanted::containsValue).findFirst().orElse(null);
    }

    /** Whether this client wants to see the notification. */
    boolean passes(Member member, Notification notification) {
        var own = wanted.get(member);
        if (own == null
                || !notification.method().equals(Method.LOG_MESSAGE)
                || notification.params() == null) {
            return true;
        }
        return LogLevels.passes(own, notification.params());
    }

    void clear() {
        wanted.clear();
    }
}

package io.tieline.gateway;

import io.tieline.session.LogLevels;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log levels that the clients of one shared backend session want (all revisions, "Logging"):
 * the backend is told the most verbose, and each client sees its own. Written on the strand of
 * their scope, read on the clients'.
 */
final class LogLevelVotes {

    private final Map<SharedClients.Member, String> wanted = new ConcurrentHashMap<>(0);

    /** How many want each level, so that nobody has to be asked who wants another. */
    private final Map<String, Integer> counts = new HashMap<>(0);

    /** Sets a client's level; true if the backend must be told. */
    boolean set(SharedClients.Member member, String level) {
        var before = mostVerbose();
        discount(wanted.put(member, level));
        counts.merge(level, 1, Integer::sum);
        return !Objects.equals(before, mostVerbose());
    }

    /** A client has left; true if the backend must be told. */
    boolean left(SharedClients.Member member) {
        var before = mostVerbose();
        discount(wanted.remove(member));
        return !Objects.equals(before, mostVerbose());
    }

    /** Whether the level is more verbose than all that are wanted. */
    boolean isRaisedBy(String level) {
        var now = mostVerbose();
        return now == null || LogLevels.ORDER.indexOf(level) < LogLevels.ORDER.indexOf(now);
    }

    /** Sets a level for a request without a session, and leaves it set: nobody takes it back. */
    void raise(String level) {
        counts.merge(level, 1, Integer::sum);
    }

    private void discount(@Nullable String level) {
        if (level != null) {
            counts.computeIfPresent(level, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The least of the levels that anybody wants, or null if nobody has said. */
    @Nullable String mostVerbose() {
        return LogLevels.ORDER.stream().filter(counts::containsKey).findFirst().orElse(null);
    }

    /** Whether this client wants to see the notification. */
    boolean passes(SharedClients.Member member, Notification notification) {
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
        counts.clear();
    }
}

package io.tieline.app.admin;

import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.wire.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has become of each server, by what has happened to its sessions. Safe for several threads.
 */
public final class ServerStates implements Observer {

    /** What is known of one server. */
    record Known(boolean isUp, int open, long losses, @Nullable String failure) {

        private static final Known NOTHING = new Known(false, 0, 0, null);

        Known after(Incident incident) {
            return switch (incident.kind()) {
                case SESSION_BEGAN -> new Known(true, open + 1, losses, null);
                case SESSION_ENDED -> new Known(isUp, Math.max(0, open - 1), losses, failure);
                case SESSION_LOST ->
                        new Known(open > 1, Math.max(0, open - 1), losses + 1, incident.reason());
                case NOT_OPENED -> new Known(false, open, losses, incident.reason());
                case START_LEFT, START_TAKEN, MESSAGE_REFUSED, NAME_HIDDEN -> this;
            };
        }

        /** In a word: a server that nobody has used is neither up nor down. */
        String word() {
            if (isUp) {
                return "up";
            }
            return failure == null ? "unused" : "down";
        }
    }

    private final Map<String, Known> byName = new ConcurrentHashMap<>();

    /** Nothing is known of any server. */
    public ServerStates() {}

    @Override
    public void happened(Incident incident) {
        byName.merge(
                incident.backend(),
                Known.NOTHING.after(incident),
                (known, _) -> known.after(incident));
    }

    /** What is known of this server. */
    Known of(String server) {
        return byName.getOrDefault(server, Known.NOTHING);
    }

    /** The same as JSON. */
    Json json(String server) {
        var known = of(server);
        return Json.object(
                "name",
                server,
                "state",
                known.word(),
                "sessions",
                known.open(),
                "losses",
                known.losses(),
                "failure",
                known.failure());
    }
}

package io.tieline.testkit.simulation;

import io.tieline.session.RequestMetadata;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.List;

/**
 * Runs the production core through random histories, each drawn from one seed: many clients and
 * sessions, questions beside each other, cancellations, lost streams, dying backends, forged
 * answers. The same seed gives the same history, event by event.
 */
public final class Simulation {

    private Simulation() {}

    /** Runs one history, with the core joined to the world in this way. */
    public static History run(long seed, Wiring wiring) {
        return new World(seed, wiring).run();
    }

    /** Whether a client of one era was served by a backend of the other. */
    static boolean crossesEras(History history) {
        for (var entry : history.entries()) {
            if (entry.event() instanceof Event.Left(_, Request request)
                    && !request.method().equals(Method.SERVER_DISCOVER)) {
                var meta = request.meta();
                boolean visitor = meta != null && meta.get("leg") != null;
                boolean aClients = meta != null && meta.get("canary") != null;
                if (aClients && visitor != RequestMetadata.isIn(request)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Runs one history and says what is wrong with it; nothing, if all promises were kept. */
    public static List<String> judge(History history) {
        return Checker.judge(history);
    }
}

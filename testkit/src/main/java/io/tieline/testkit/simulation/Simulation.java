package io.tieline.testkit.simulation;

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

    /** Runs one history and says what is wrong with it; nothing, if all promises were kept. */
    public static List<String> judge(History history) {
        return Checker.judge(history);
    }
}

package io.tieline.testkit.federation;

import java.util.List;

/**
 * Runs several servers behind one front through random histories, each drawn from one seed. The
 * same seed gives the same history.
 */
public final class FederatedSimulation {

    private FederatedSimulation() {}

    /**
     * What happened, and what was wrong with it.
     *
     * @param trace one line for each thing that happened
     * @param findings each begins with the rule that is broken
     */
    public record History(String trace, List<String> findings) {}

    /** Runs one history, with the federation joined to the world in this way. */
    public static History run(long seed, FederatedWiring wiring) {
        var findings = new FederatedWorld(seed, wiring).run();
        return new History(findings.toString(), List.copyOf(findings.found()));
    }
}

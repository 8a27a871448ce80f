package io.tieline.bench.scale;

import io.tieline.bench.load.Effort;
import io.tieline.bench.load.Load;
import io.tieline.bench.load.Outcome;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Running;

/** Clients that come, work once, and go. */
final class Worked {

    private Worked() {}

    /**
     * What came of it.
     *
     * @throws Load.UnusableException if one reply was wrong, or there was none at all
     */
    static Outcome run(Setting setting, Running gateway, Work work, int clients, Effort effort)
            throws InterruptedException, Load.UnusableException {
        try (var load =
                Load.open(setting.loops(), gateway.uri(), work, clients, setting.patience())) {
            var meter = gateway.meter();
            meter.begin();
            var outcome = load.run(effort, meter::cpuNanos);
            if (outcome.errors() > 0 || outcome.calls() == 0) {
                throw new Load.UnusableException(
                        clients
                                + " clients: "
                                + outcome.errors()
                                + " errors in "
                                + outcome.calls()
                                + " calls; the first: "
                                + outcome.firstError());
            }
            return outcome;
        }
    }
}

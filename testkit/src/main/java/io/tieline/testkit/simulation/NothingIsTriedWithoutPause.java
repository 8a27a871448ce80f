package io.tieline.testkit.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * What ends as soon as it has begun is begun again after a pause, and after longer ones each time:
 * a backend is not asked for the same news again and again within a second.
 */
final class NothingIsTriedWithoutPause implements Checker.Rule {

    /** Clients that come and go change what is listened for, and change it back. */
    private static final int MOST = 6;

    private static final long WITHIN = Duration.ofSeconds(1).toNanos();

    @Override
    public void check(Ledger ledger, Findings findings) {
        for (var cable : ledger.cables()) {
            var listens = cable.listens;
            int same = 0;
            for (int i = 1; i < listens.size(); i++) {
                same = isSame(listens.get(i - 1), listens.get(i)) ? same + 1 : 0;
                boolean tooOften =
                        same >= MOST
                                && listens.get(i).at().nanos() - listens.get(i - MOST).at().nanos()
                                        < WITHIN;
                findings.expect(
                        !tooOften, cable.line, "was asked for the same news without a pause");
            }
        }
    }

    private static boolean isSame(RequestTrace.Trip one, RequestTrace.Trip other) {
        return Objects.equals(one.request().params(), other.request().params());
    }
}

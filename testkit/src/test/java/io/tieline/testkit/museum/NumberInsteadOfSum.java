package io.tieline.testkit.museum;

import io.tieline.session.Budget;
import io.tieline.testkit.simulation.Wiring;

/** How many requests may wait is bounded, and what they weigh together is not. */
final class NumberInsteadOfSum implements Wiring {

    @Override
    public Budget budget(Budget budget) {
        return new Budget(Long.MAX_VALUE / 256);
    }
}

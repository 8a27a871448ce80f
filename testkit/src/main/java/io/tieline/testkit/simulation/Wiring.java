package io.tieline.testkit.simulation;

import io.tieline.session.Budget;
import io.tieline.session.Timers;
import io.tieline.session.backend.Backend;

/**
 * How the parts of a simulated world are joined. An exhibit of the museum joins one of them wrongly
 * and leaves the rest of the core as it is.
 */
public interface Wiring {

    /** Everything is joined as in the program. */
    Wiring STRAIGHT = new Wiring() {};

    /** What the core takes for the listener's door. */
    default Front front(Front front) {
        return front;
    }

    /** What the core takes for its backend. */
    default Backend backend(Backend backend) {
        return backend;
    }

    /** What the core takes for the room that there is. */
    default Budget budget(Budget budget) {
        return budget;
    }

    /** What the core takes for time. */
    default Timers timers(Timers timers) {
        return timers;
    }
}

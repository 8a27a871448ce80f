package io.tieline.framework;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import java.util.List;

/** Keeps the faults that an environment is told of. */
record RecordedFaults(List<Throwable> faults) implements Observer {

    /** The real world at this time, whose faults end up in the list. */
    static Environment in(SystemTimers time, List<Throwable> faults) {
        return time.environment().observedBy(new RecordedFaults(faults));
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }
}

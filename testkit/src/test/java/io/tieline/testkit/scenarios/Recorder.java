package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the core counted, and what it caught. */
final class Recorder implements Observer {

    private final Queue<Count> counted = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    @Override
    public void counted(Count what, String detail) {
        counted.add(what);
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }

    boolean saw(Count what) {
        return counted.contains(what);
    }

    void requireNoFaults() {
        assertThat(faults).isEmpty();
    }
}

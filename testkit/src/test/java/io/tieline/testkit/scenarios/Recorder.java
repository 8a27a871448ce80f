package io.tieline.testkit.scenarios;

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

    long count(Count what) {
        return counted.stream().filter(what::equals).count();
    }

    void requireNoFaults() {
        for (var fault : faults) {
            throw new AssertionError("Code of ours threw what nobody caught", fault);
        }
    }
}

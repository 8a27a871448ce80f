package io.tieline.session;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was counted, and what went wrong. */
final class Counts implements Observer {

    private final List<Count> counted = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();

    @Override
    public void counted(Count what, String detail) {
        counted.add(what);
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }

    @Override
    public void finished(Exchange exchange, Ending ending) {
        outcomes.add(ending.outcome());
    }

    @Override
    public void happened(Incident incident) {
        incidents.add(incident);
    }

    List<Incident> incidents() {
        return incidents;
    }

    List<Count> counted() {
        return counted;
    }

    List<Throwable> faults() {
        return faults;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }
}

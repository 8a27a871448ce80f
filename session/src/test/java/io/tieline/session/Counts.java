package io.tieline.session;

import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was counted, and what went wrong. */
public final class Counts implements Observer {

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
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        return new ExchangeObserver() {
            @Override
            public boolean isDetailed() {
                return false;
            }

            @Override
            public void finished(Ending ending) {
                outcomes.add(ending.outcome());
            }
        };
    }

    @Override
    public void happened(Incident incident) {
        incidents.add(incident);
    }

    public List<Incident> incidents() {
        return incidents;
    }

    public List<Count> counted() {
        return counted;
    }

    public List<Throwable> faults() {
        return faults;
    }

    public List<Outcome> outcomes() {
        return outcomes;
    }
}

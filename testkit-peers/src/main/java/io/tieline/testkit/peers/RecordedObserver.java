package io.tieline.testkit.peers;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An observer that keeps what it is told. Safe for use by several threads; every list is a copy.
 */
public final class RecordedObserver implements Observer {

    /** Something that was counted. */
    public record Counted(Count what, String detail) {

        /** Both as one line. */
        @Override
        public String toString() {
            return what + " " + detail;
        }
    }

    private final Monitor monitor = new Monitor();
    private final List<Counted> counted = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<RecordedExchange> exchanges = new ArrayList<>();

    /** An observer that was told nothing. */
    public RecordedObserver() {}

    @Override
    public void counted(Count what, String detail) {
        monitor.change(() -> counted.add(new Counted(what, detail)));
    }

    @Override
    public void happened(Incident incident) {
        monitor.change(() -> incidents.add(incident));
    }

    @Override
    public void fault(Throwable fault) {
        monitor.change(() -> faults.add(fault));
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        var begun = new RecordedExchange(client.session(), caller, request);
        monitor.change(() -> exchanges.add(begun));
        return begun;
    }

    /** All that was counted, in order. */
    public List<Counted> counted() {
        return monitor.read(() -> List.copyOf(counted));
    }

    /** How often this was counted. */
    public long count(Count what) {
        return counted().stream().filter(each -> each.what() == what).count();
    }

    /** What happened to backends. */
    public List<Incident> incidents() {
        return monitor.read(() -> List.copyOf(incidents));
    }

    /** What was thrown and confined to one message. */
    public List<Throwable> faults() {
        return monitor.read(() -> List.copyOf(faults));
    }

    /** The requests of clients that were accepted, in order. */
    public List<RecordedExchange> exchanges() {
        return monitor.read(() -> List.copyOf(exchanges));
    }

    /**
     * The latest call of this tool.
     *
     * @throws AssertionError if there was none
     */
    public RecordedExchange call(String tool) {
        return exchanges().reversed().stream()
                .filter(exchange -> exchange.isCallOf(tool))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nobody has called " + tool));
    }

    /** How requests of clients ended, in the order in which they had begun. */
    public List<Ending> endings() {
        return exchanges().stream()
                .map(RecordedExchange::ending)
                .flatMap(ending -> Optional.ofNullable(ending).stream())
                .toList();
    }
}

package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Incident;
import io.tieline.session.Observer.Count;
import io.tieline.session.Observer.Outcome;
import io.tieline.testkit.peers.RecordedObserver.Counted;
import org.junit.jupiter.api.Test;

final class RecordedObserverTest {

    private final RecordedObserver observer = new RecordedObserver();

    @Test
    void countsAreKeptWithTheirDetailsInOrder() {
        observer.counted(Count.LATE_ANSWER, "one");
        observer.counted(Count.MALFORMED, "two");
        observer.counted(Count.LATE_ANSWER, "three");
        assertThat(observer.counted())
                .containsExactly(
                        new Counted(Count.LATE_ANSWER, "one"),
                        new Counted(Count.MALFORMED, "two"),
                        new Counted(Count.LATE_ANSWER, "three"));
        assertThat(observer.count(Count.LATE_ANSWER)).isEqualTo(2);
        assertThat(observer.count(Count.FAULT)).isZero();
    }

    @Test
    void incidentsAndFaultsAreKept() {
        var incident = new Incident(Incident.Kind.SESSION_LOST, "b", "why");
        var fault = new IllegalStateException("fault");
        observer.happened(incident);
        observer.fault(fault);
        assertThat(observer.incidents()).containsExactly(incident);
        assertThat(observer.faults()).containsExactly(fault);
    }

    @Test
    void theEndOfEachRequestIsKept() {
        var rig = new Rig();
        var service = new EchoService();
        try (var listener = LocalListener.serve(service, rig.environment)) {
            var client = listener.connect();
            client.call("echo");
            client.call("slow").cancel("no");
        }
        assertThat(rig.observer.endings())
                .extracting(ending -> ending.outcome())
                .containsExactly(Outcome.RESULT, Outcome.RESULT, Outcome.CANCELLED);
    }
}

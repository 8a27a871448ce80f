package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.backend.Link;
import io.tieline.testkit.peers.RecordedLink;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Real children, real time, and a note of all that was counted. */
final class Rig implements AutoCloseable {

    static final StdioSettings QUICK = StdioSettings.DEFAULT.withGrace(Duration.ofMillis(300));

    final RealTimers timers = new RealTimers();
    final RecordedObserver observer = new RecordedObserver();
    Environment environment = new Environment(timers, new SecureRandom(), observer);
    final Children children;

    Rig() {
        this(System.getenv());
    }

    Rig(Map<String, String> inherited) {
        children = new Children(inherited);
    }

    /** Gives what begins from now on so much room. */
    Budget budget(long bytes) {
        var budget = new Budget(bytes);
        environment = environment.within(budget);
        return budget;
    }

    /** A link, and what it has told. */
    record Connection(Link link, RecordedLink heard) {

        void request(int id, String method) {
            link.request(Request.of(Id.of(id), method, null), new RecordedLink());
        }

        void tell(String method) {
            link.send(Notification.of(method, Json.EMPTY_OBJECT));
        }
    }

    /** A child that runs this shell script. */
    Connection shell(String script) {
        return connect(StdioCommand.of("sh", "-c", script), QUICK);
    }

    Connection shell(String script, StdioSettings settings) {
        return connect(StdioCommand.of("sh", "-c", script), settings);
    }

    Connection connect(StdioCommand command, StdioSettings settings) {
        var heard = new RecordedLink();
        var link = StdioBackend.of(command, settings, children, environment).connect(heard);
        return new Connection(link, heard);
    }

    /** Waits for what comes by itself and tells nobody. */
    static void eventually(String what, BooleanSupplier condition) {
        within(Duration.ofSeconds(20), what, condition);
    }

    static void within(Duration limit, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        children.close();
        timers.close();
        assertThat(observer.faults()).isEmpty();
    }
}

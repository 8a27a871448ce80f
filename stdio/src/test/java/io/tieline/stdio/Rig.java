package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Real children, real time, and a note of all that was counted. */
final class Rig implements AutoCloseable, Observer {

    static final StdioSettings QUICK = StdioSettings.DEFAULT.withGrace(Duration.ofMillis(300));

    final RealTimers timers = new RealTimers();
    final Queue<String> counted = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    final Queue<Incident> happened = new ConcurrentLinkedQueue<>();
    Environment environment = new Environment(timers, new SecureRandom(), this);
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
    record Connection(Link link, Heard heard) {

        void request(int id, String method) {
            link.request(Request.of(Id.of(id), method, null), new Unheard());
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
        var heard = new Heard();
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
    public void counted(Count what, String detail) {
        counted.add(what + " " + detail);
    }

    @Override
    public void happened(Incident incident) {
        happened.add(incident);
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }

    @Override
    public void close() {
        children.close();
        timers.close();
        assertThat(faults).isEmpty();
    }
}

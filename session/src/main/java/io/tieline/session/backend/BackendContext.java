package io.tieline.session.backend;

import io.tieline.session.Account;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import java.time.Duration;

/**
 * The constants of one backend session, which all of its parts share: the backend, how the session
 * is opened, and the world around it.
 *
 * @param strand the strand on which the session lives
 * @param account the account to which the session charges what it keeps for its backend
 * @param declared what the backend is told in the handshake that it may ask
 */
record BackendContext(
        Backend backend,
        BackendOpening opening,
        Environment environment,
        Strand strand,
        Account account,
        ClientCapabilities declared) {

    BackendContext(
            Backend backend, BackendOpening opening, Environment environment, Strand strand) {
        this(
                backend,
                opening,
                environment,
                strand,
                environment.budget().upstream(backend.name()),
                new ClientCapabilities(opening.capabilities()));
    }

    /** The backend's name. */
    String name() {
        return backend.name();
    }

    Timers timers() {
        return environment.timers();
    }

    long nanoTime() {
        return environment.timers().nanoTime();
    }

    /** Runs the task on the session's strand when this time has passed. */
    Timers.Alarm after(Duration wait, Runnable task) {
        return environment.timers().after(wait, () -> strand.run(task));
    }

    void count(Observer.Count what, String detail) {
        environment.observer().counted(what, detail);
    }

    void report(Incident.Kind kind, String reason) {
        environment.observer().happened(new Incident(kind, name(), reason));
    }
}

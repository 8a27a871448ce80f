package io.tieline.session;

import io.tieline.session.BackendEra.Verdict;
import io.tieline.wire.Failure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides in which era a backend session speaks: as is known, as a {@link Probe} finds, or as a
 * refused handshake suggests. On the session's strand.
 */
final class EraChoice {

    private final BackendSession session;
    private final Backend backend;
    private final BackendOpening opening;
    private final Environment environment;
    private @Nullable Probe probe;

    EraChoice(
            BackendSession session,
            Backend backend,
            BackendOpening opening,
            Environment environment) {
        this.session = session;
        this.backend = backend;
        this.opening = opening;
        this.environment = environment;
    }

    void make() {
        if (!session.isOver()) {
            long now = environment.timers().nanoTime();
            speak(opening.era().verdict(now, opening.prefersStateless()));
        }
    }

    private void speak(Verdict verdict) {
        switch (verdict) {
            case Verdict.Unknown _ -> probe(this::speak);
            case Verdict.Handshake _ -> session.begin(session.speakingByHandshake());
            case Verdict.Stateless stateless -> session.begin(session.speaking(stateless));
        }
    }

    private void probe(Consumer<Verdict> decided) {
        var next = new Probe(backend, opening, environment, session.strand(), decided);
        probe = next;
        next.begin();
    }

    /** The backend has refused the handshake: perhaps it can do without. */
    void handshakeRefused(Failure failure) {
        var why = failure.error().message();
        var broken = "Backend " + session.name() + " refused initialize: " + why;
        if (opening.era().isPinned()) {
            session.broken(broken);
            return;
        }
        session.link().close();
        if (Probe.isStateless(failure)) {
            var verdict = new Verdict.Stateless(null);
            opening.era().learned(verdict, environment.timers().nanoTime());
            doWithout(verdict);
            return;
        }
        probe(verdict -> {
            if (verdict instanceof Verdict.Stateless stateless) {
                doWithout(stateless);
            } else {
                session.broken(broken);
            }
        });
    }

    private void doWithout(Verdict.Stateless verdict) {
        opening.era().refusedHandshake();
        session.begin(session.speaking(verdict));
    }

    /** The session is over. */
    void cancel() {
        if (probe != null) {
            probe.cancel();
        }
    }
}

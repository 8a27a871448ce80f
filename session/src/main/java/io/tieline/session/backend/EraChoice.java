package io.tieline.session.backend;

import io.tieline.session.backend.BackendEra.Verdict;
import io.tieline.wire.Failure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides in which era a backend session speaks: as is known, as a {@link EraProbe} finds, or as a
 * refused handshake suggests. On the session's strand.
 */
final class EraChoice {

    private final BackendContext context;
    private final SessionLife life;
    private final BackendLink link;
    private @Nullable EraProbe probe;

    EraChoice(BackendContext context, SessionLife life, BackendLink link) {
        this.context = context;
        this.life = life;
        this.link = link;
    }

    void make() {
        if (!life.isOver()) {
            long now = context.nanoTime();
            speak(context.opening().era().verdict(now, context.opening().prefersStateless()));
        }
    }

    private void speak(Verdict verdict) {
        switch (verdict) {
            case Verdict.Unknown _ -> probe(this::speak);
            case Verdict.Handshake _ -> life.beginHandshake();
            case Verdict.Stateless(var discovered) -> life.beginStateless(discovered);
        }
    }

    private void probe(Consumer<Verdict> decided) {
        var next = new EraProbe(context, decided);
        probe = next;
        next.begin();
    }

    /** The backend has refused the handshake: perhaps it can do without. */
    void handshakeRefused(Failure failure) {
        var why = failure.error().message();
        var broken = "Backend " + context.name() + " refused initialize: " + why;
        if (context.opening().era().isPinned()) {
            life.breakOff(broken);
            return;
        }
        link.close();
        if (EraProbe.isStateless(failure)) {
            var verdict = new Verdict.Stateless(null);
            context.opening().era().learned(verdict, context.nanoTime());
            doWithout(verdict);
            return;
        }
        probe(verdict -> {
            if (verdict instanceof Verdict.Stateless stateless) {
                doWithout(stateless);
            } else {
                life.breakOff(broken);
            }
        });
    }

    private void doWithout(Verdict.Stateless verdict) {
        context.opening().era().refusedHandshake();
        life.beginStateless(verdict.discovered());
    }

    /** The session is over. */
    void cancel() {
        if (probe != null) {
            probe.cancel();
        }
    }
}

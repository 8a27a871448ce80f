package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.BackendEra.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackendEraTest {

    private static final Verdict STATELESS = new Verdict.Stateless(null);
    private static final Verdict HANDSHAKE = new Verdict.Handshake();

    private final BackendEra era = BackendEra.detected();

    /** Several clients probe at once, and the connection of one breaks. */
    @Test
    void silenceDoesNotOutweighAnAnswer() {
        era.learned(STATELESS, 0);
        assertThat(era.supposed(HANDSHAKE, 1, true)).isEqualTo(STATELESS);
        assertThat(era.verdict(2, true)).isEqualTo(STATELESS);
    }

    @Test
    void anAnswerOutweighsSilence() {
        assertThat(era.supposed(HANDSHAKE, 0, false)).isEqualTo(HANDSHAKE);
        era.learned(STATELESS, 1);
        assertThat(era.verdict(2, true)).isEqualTo(STATELESS);
    }

    @Test
    void silenceIsBelievedForAMinuteAndAnAnswerForAnHour() {
        era.supposed(HANDSHAKE, 0, false);
        assertThat(era.verdict(Duration.ofSeconds(59).toNanos(), true)).isEqualTo(HANDSHAKE);
        assertThat(era.verdict(Duration.ofSeconds(61).toNanos(), true))
                .isInstanceOf(Verdict.Unknown.class);
        era.learned(STATELESS, 0);
        assertThat(era.verdict(Duration.ofMinutes(59).toNanos(), true)).isEqualTo(STATELESS);
        assertThat(era.verdict(Duration.ofMinutes(61).toNanos(), true))
                .isInstanceOf(Verdict.Unknown.class);
    }
}

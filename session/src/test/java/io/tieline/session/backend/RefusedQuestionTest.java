package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.Exchange;
import io.tieline.session.client.RecordedStream;
import io.tieline.session.client.StatelessWorld;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server asks two things at once, and its client can be asked one of them only. */
final class RefusedQuestionTest {

    private static final Json SAMPLING = Json.of("{\"sampling\":{}}");
    private static final Duration A_MOMENT = Duration.ofMillis(95);

    private final StatelessWorld world = new StatelessWorld();
    private final RecordedStream stream = world.calls("alice", 1, SAMPLING);
    private final Exchange exchange = world.exchanges.getFirst();

    private void asksBoth() {
        StatelessWorld.asks(exchange, 7, Method.SAMPLING_CREATE_MESSAGE);
        var refused = StatelessWorld.asks(exchange, 8, Method.ELICITATION_CREATE);
        assertThat(refused.text()).contains("error");
        world.gathers();
    }

    @Test
    void nobodyIsAskedInVainWhileTheServerGivesUp() {
        asksBoth();
        world.clock.pass(A_MOMENT);
        exchange.finish(Json.of("{\"content\":[],\"isError\":true}"));
        assertThat(stream.answer()).contains("-32021").doesNotContain("input_required");
    }

    @Test
    void whatTielineItselfSaysOfTheEndIsNotHidden() {
        asksBoth();
        exchange.fail(
                new LinkFailure(
                                LinkFailure.Kind.SESSION_LOST,
                                "Nobody there knows this session",
                                LinkFailure.Executed.MAYBE)
                        .error("backend", "call"));
        assertThat(stream.answer()).contains("-31007");
    }

    @Test
    void aServerThatGoesOnHasTheOtherQuestionAsked() {
        asksBoth();
        assertThat(stream.answer()).isEmpty();
        world.clock.pass(A_MOMENT.plus(A_MOMENT));
        assertThat(stream.answer()).contains("input_required", Method.SAMPLING_CREATE_MESSAGE);
    }
}

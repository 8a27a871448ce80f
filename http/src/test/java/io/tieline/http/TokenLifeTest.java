package io.tieline.http;

import static io.tieline.http.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What was opened by a token ends with it, and what belongs to its owner does not. */
class TokenLifeTest {

    private static final Duration LIFE = Duration.ofSeconds(90);
    private static final String OLD = "authorization: old";
    private static final String NEW = "authorization: new";

    private final ManualTimers timers = new ManualTimers();

    /** Two tokens of one owner, of which the first is good for a while. */
    private static void decide(RequestHead head, Consumer<Identity> decided) {
        var alice = Principal.of("alice");
        decided.accept(
                "old".equals(head.headers().get("authorization"))
                        ? new Identity.Known(alice, LIFE)
                        : new Identity.Known(alice));
    }

    @Test
    void scenario134AStreamEndsWithItsTokenAndTheSessionGoesOnWithTheNextOne() throws Exception {
        try (var fixture =
                new Fixture(
                        settings -> settings.withAuthentication(TokenLifeTest::decide), timers)) {
            var session = fixture.session(Revision.LATEST_HANDSHAKE, OLD);
            var stream = session.get();
            assertThat(stream.head().status()).isEqualTo(200);
            timers.awaitAlarm(LIFE);
            session.headers.remove(OLD);
            session.headers.add(NEW);
            timers.advance(LIFE);
            assertThat(stream.ends()).as("the stream of the old token").isTrue();
            assertThat(session.post(request(1, "echo")).answer().status()).isEqualTo(200);
            var next = session.get();
            assertThat(next.head().status()).isEqualTo(200);
            fixture.settle();
            timers.awaitNoAlarm(LIFE);
        }
    }

    @Test
    void aStreamThatEndsBeforeItsTokenLeavesNoAlarm() throws Exception {
        try (var fixture =
                new Fixture(
                        settings -> settings.withAuthentication(TokenLifeTest::decide), timers)) {
            var session = fixture.session(Revision.LATEST_HANDSHAKE, OLD);
            assertThat(session.get().head().status()).isEqualTo(200);
            timers.awaitAlarm(LIFE);
            session.disconnect();
            timers.awaitNoAlarm(LIFE);
        }
    }
}

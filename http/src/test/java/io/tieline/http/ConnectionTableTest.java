package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpLimits;
import io.tieline.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections than a listener has room for. */
final class ConnectionTableTest {

    private static final int MOST = 16;

    private final ManualTimers timers = new ManualTimers();
    private final Fixture fixture =
            new Fixture(
                    settings -> settings.withLimits(HttpLimits.DEFAULT.withConnections(MOST)),
                    timers);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whoeverComesFindsRoomHoweverManySayNothing() throws Exception {
        var silent = fixture.connect();
        var session = fixture.session();
        fixture.settle();
        timers.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 4 * MOST; i++) {
            fixture.connect();
        }
        assertThat(session.post(Fixture.request(1, "echo")).answer().status()).isEqualTo(200);
        assertThat(silent.isClosedByServer()).isTrue();
    }

    @Test
    void whoWasServedStaysLongerThanThoseWhoSaidNothing() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "echo"));
        client.answer();
        timers.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 4 * MOST; i++) {
            fixture.connect().write("POST /mcp HTTP/1.1\r\nhost: loc");
        }
        session.post(client, Fixture.request(2, "echo"));
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void whatIsAnsweredIsNotInterrupted() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        for (int i = 0; i < 4 * MOST; i++) {
            fixture.connect();
        }
        var late = session.post(Fixture.request(2, "echo"));
        assertThat(late.answer().status()).isEqualTo(200);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void whereAllAreBusyTheNewcomerIsTurnedAway() {
        var session = fixture.session();
        var busy = new ArrayList<RawClient>();
        for (int id = 1; id <= MOST; id++) {
            busy.add(session.post(Fixture.request(id, "slow")));
            fixture.service.held();
        }
        assertThat(fixture.connect().isClosedByServer()).isTrue();
        busy.getFirst().cut();
        // The others are as they were.
        session.post(Fixture.request(0, "echo"));
    }
}

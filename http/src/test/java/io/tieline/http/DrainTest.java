package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a listener begins and how it ends. */
final class DrainTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private CompletableFuture<Void> drain(Duration most) {
        return CompletableFuture.runAsync(
                () -> fixture.listener.drain(most), Thread::startVirtualThread);
    }

    private RawClient.PostAnswer initialize() {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.initialize("2025-11-25", "test"),
                Fixture.JSON,
                Fixture.BOTH);
        return client.answer();
    }

    @Test
    void itSaysWhereItListens() {
        assertThat(fixture.listener.uri())
                .hasToString("http://127.0.0.1:" + fixture.listener.port() + "/mcp");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        var port = fixture.listener.port();
        assertThatThrownBy(() ->
                        serve(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("in use");
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        assertThatThrownBy(
                        () -> serve(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 0)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("203.0.113.1:0");
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThatThrownBy(
                        () -> serve(InetSocketAddress.createUnresolved("no-such-host.invalid", 0)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("no-such-host.invalid:0");
    }

    private void serve(InetSocketAddress address) throws IOException {
        var environment =
                new Environment(fixture.loops.timers(), new SecureRandom(), Observer.NONE);
        var settings = HttpSettings.DEFAULT.withAddress(address);
        HttpListener.serve(fixture.service, settings, fixture.loops, environment).close();
    }

    @Test
    void closingAfterTheLoopsHaveStoppedIsHarmless() {
        fixture.session();
        fixture.loops.close();
        fixture.listener.close();
    }

    @Test
    void whileItDrainsNoSessionIsOpenedAndRequestsInFlightEnd() throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"), "accept: application/json");
        var exchange = fixture.service.held();
        var drained = drain(LONG);
        var refused = initialize();
        while (refused.status() == 200) {
            refused = initialize(); // the drain has not begun
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().header("retry-after")).isEqualTo("5");
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.DRAINING);
        assertThat(drained).isNotDone();
        exchange.finish(Json.EMPTY_OBJECT);
        drained.get(10, TimeUnit.SECONDS);
        var answer = client.answer();
        assertThat(answer.json().get("result")).isNotNull();
        assertThat(answer.head().header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void whatHasNotEndedInTimeIsAnsweredWithAnError() throws Exception {
        var session = fixture.session();
        var json = session.post(Fixture.request(1, "slow"), "accept: application/json");
        fixture.service.held();
        var events = session.post(Fixture.request(2, "slow"));
        fixture.service.held().tell(ScriptedService.log("x"));
        drain(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
        assertThat(json.answer().errorCode()).isEqualTo(ErrorCode.DRAINING);
        events.head();
        assertThat(events.message()).isEqualTo(ScriptedService.log("x").json());
        assertThat(events.message().toString()).contains("" + ErrorCode.DRAINING);
        assertThat(events.ends()).isTrue();
        assertThat(events.isClosedByServer()).isTrue();
    }

    @Test
    void aListenerWithNothingToDoDrainsAtOnce() throws Exception {
        var session = fixture.session();
        session.get().head();
        drain(LONG).get(10, TimeUnit.SECONDS);
        assertThat(fixture.listener.sessions().size()).isZero();
    }

    @Test
    void closingEndsStreamsSessionsAndConnections() {
        var session = fixture.session();
        var standalone = session.get();
        standalone.head();
        var sse = fixture.connect();
        sse.request("GET", "/sse", "", "accept: text/event-stream");
        sse.head();
        sse.event();
        var idle = fixture.connect();
        fixture.listener.close();
        fixture.listener.close();
        assertThat(standalone.ends()).isTrue();
        assertThat(standalone.isClosedByServer()).isTrue();
        assertThat(sse.ends()).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
        assertThat(fixture.listener.sessions().size()).isZero();
        assertThatThrownBy(fixture::connect).hasMessageContaining("refused");
    }

    @Test
    void thereIsAnEndToSessions() {
        try (var small =
                new Fixture(settings ->
                        settings.withSessions(settings.sessions().withMaxSessions(1)))) {
            small.session().post(Fixture.request(1, "echo")).answer();
            var client = small.connect();
            client.request(
                    "POST",
                    "/mcp",
                    Fixture.initialize("2025-11-25", "test"),
                    Fixture.JSON,
                    Fixture.BOTH);
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.errorCode()).isEqualTo(ErrorCode.OVERLOADED);
        }
    }
}

package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Sessionless.Sent;
import io.tieline.session.Caller;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By which backend session the requests of clients without sessions are carried. */
final class SpreadSessionsTest {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final List<Wire> wires = new ArrayList<>();
    private final List<Id> seen = new ArrayList<>();
    private boolean streams = true;

    /** One connection with the backend, which answers tool calls when the test says so. */
    private final class Wire implements Link {

        private final List<Runnable> answers = new ArrayList<>();
        private boolean closed;

        @Override
        public void request(Request request, Stream stream) {
            seen.add(request.id());
            switch (request.method()) {
                case Method.SERVER_DISCOVER -> stream.received(Result.of(request.id(), DISCOVERED));
                case Method.INITIALIZE -> stream.received(Result.of(request.id(), INITIALIZED));
                default -> answers.add(() -> stream.received(Result.of(request.id(), CALLED)));
            }
        }

        @Override
        public void send(Message message) {}

        @Override
        public void release(Stream stream) {}

        @Override
        public void press(Stream stream, boolean tooMuch) {}

        @Override
        public void opened(Revision revision) {}

        @Override
        public boolean attributes() {
            return streams;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final Json CALLED = Json.of("{\"resultType\":\"complete\",\"content\":[]}");
    private static final Json DISCOVERED =
            Json.of(
                    """
                    {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"ttlMs":0,"cacheScope":"private"}\
                    """);
    private static final Json INITIALIZED =
            Json.of(
                    """
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}\
                    """);

    private Sessionless before(Revision revision) {
        var backend =
                new Backend() {
                    @Override
                    public String name() {
                        return "s";
                    }

                    @Override
                    public Link connect(Link.Listener listener) {
                        var wire = new Wire();
                        wires.add(wire);
                        return wire;
                    }
                };
        var settings = GatewaySettings.DEFAULT.withRevision(revision).withIdle(IDLE);
        return new Sessionless(backend, settings);
    }

    private static Sent calls(Sessionless clients, int shard) {
        return calls(clients, Caller.LOCAL.on(shard, ""));
    }

    private static Sent calls(Sessionless clients, Caller caller) {
        return clients.calls(caller, "t", Json.EMPTY_OBJECT);
    }

    /** Answers all that has come over this connection, and tells how much that was. */
    private int answer(int wire) {
        var answers = List.copyOf(wires.get(wire).answers);
        wires.get(wire).answers.clear();
        answers.forEach(Runnable::run);
        return answers.size();
    }

    @Test
    void eachThreadHasASessionOfItsOwnBeforeABackendThatHasNone() {
        var clients = before(Revision.STATELESS);
        calls(clients, 0);
        assertThat(answer(0)).as("what the backend is, a shared session finds out").isEqualTo(1);
        calls(clients, 0);
        calls(clients, 1);
        assertThat(answer(0)).as("those of the threads are being opened").isEqualTo(2);
        assertThat(wires).hasSize(3);
        var first = calls(clients, 0);
        var second = calls(clients, 1);
        calls(clients, 1);
        assertThat(List.of(answer(0), answer(1), answer(2))).containsExactly(0, 1, 2);
        assertThat(first.answer()).contains("\"result\"");
        assertThat(second.answer()).contains("\"result\"");
    }

    @Test
    void nobodyIsCarriedByTheSessionOfAnotherPrincipal() {
        var clients = before(Revision.STATELESS);
        for (int i = 0; i < 3; i++) {
            calls(clients, Sessionless.named("alice"));
            calls(clients, Sessionless.named("bob"));
        }
        // Each has found out by one that is shared what the backend is, and has then one to itself.
        assertThat(wires).hasSize(4);
        assertThat(IntStream.range(0, 4).map(this::answer).sum()).isEqualTo(6);
    }

    @Test
    void whereThereIsStateAllMeetInOneSession() {
        var clients = before(Revision.V2025_11_25);
        for (int i = 0; i < 6; i++) {
            calls(clients, i % 2);
        }
        assertThat(wires).hasSize(1);
        assertThat(answer(0)).isEqualTo(6);
    }

    @Test
    void aProgramIsNotStartedForEachThread() {
        streams = false;
        var clients = before(Revision.STATELESS);
        for (int i = 0; i < 6; i++) {
            calls(clients, i % 2);
        }
        assertThat(wires).hasSize(1);
        assertThat(answer(0)).isEqualTo(6);
    }

    @Test
    void aSessionIsClosedWhenItWasNotUsedForAWhileAndNeverUnderACall() {
        var clients = before(Revision.STATELESS);
        for (int i = 0; i < 2; i++) {
            calls(clients, 0);
            answer(0);
        }
        var slow = calls(clients, 0);
        clients.clock.advance(IDLE.multipliedBy(3));
        assertThat(wires.get(1).closed).isFalse();
        answer(1);
        assertThat(slow.answer()).contains("\"result\"");
        clients.clock.advance(IDLE.minusMillis(1));
        assertThat(wires.get(1).closed).isFalse();
        clients.clock.advance(IDLE);
        assertThat(wires.get(1).closed).isTrue();
        var next = calls(clients, 0);
        assertThat(answer(2)).as("by one that is shared, again").isEqualTo(1);
        assertThat(next.answer()).contains("\"result\"");
    }

    @Test
    void noIdIsUsedTwiceWhicheverSessionCarriesTheRequest() {
        // What a client repeats because it was asked must not have the id of the first time.
        var clients = before(Revision.STATELESS);
        for (int i = 0; i < 12; i++) {
            calls(clients, i % 3);
        }
        assertThat(wires).hasSize(4);
        assertThat(seen).hasSizeGreaterThan(12).doesNotHaveDuplicates();
    }
}

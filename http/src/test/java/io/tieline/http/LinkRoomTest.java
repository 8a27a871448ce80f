package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Revision;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What links to one backend hold while answers arrive. */
final class LinkRoomTest {

    private static final long MIB = 1024 * 1024;
    private static final int HALF_THERE = 3_900_000;

    private final Budget budget = new Budget(32 * MIB);
    private final Backends all =
            new Backends(
                    HttpBackendSettings.DEFAULT.withEnvironment(
                            new Environment(new ManualTimers(), () -> 0, Observer.NONE, budget)),
                    Backends.handshake(LinkRoomTest::serve));

    /** Nothing but a large beginning for the first four, and a whole answer for any other. */
    private static void serve(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws IOException {
        if (request.body().contains("\"id\":9")) {
            reply.json(answer(9, "{\"x\":\"" + "y".repeat(3_000_000) + "\"}"));
        } else {
            reply.raw(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + (HALF_THERE + 1)
                            + "\r\n\r\n"
                            + " ".repeat(HALF_THERE));
            reply.awaitClose();
        }
    }

    @AfterEach
    void close() throws IOException {
        all.close();
    }

    private static Link opened(HttpBackend backend, Link.Listener listener)
            throws InterruptedException {
        var link = backend.connect(listener);
        var greeting = new Heard();
        link.request(Backends.initialize(), greeting);
        greeting.message();
        link.opened(Revision.V2025_11_25);
        return link;
    }

    private void fill(Link link) throws Exception {
        for (int id = 1; id <= 4; id++) {
            link.request(call(id), new Heard());
        }
        while (budget.used(Use.ARRIVING) < 4L * HALF_THERE) {
            SettledLoops.await(all.loops);
        }
    }

    @Test
    void whatOneHoldsIsNoReasonToRefuseAnother() throws Exception {
        var backend = all.backend();
        var greedy = opened(backend, new Heard());
        var neighbour = opened(backend, new Heard());
        fill(greedy);
        var heard = new Heard();
        neighbour.request(call(9), heard);
        assertThat(heard.message()).contains("yyy");
        greedy.close();
        neighbour.close();
        SettledLoops.await(all.loops);
        assertThat(budget.used()).isZero();
        assertThat(budget.sharers()).isZero();
    }

    @Test
    void theCostliestIsEndedAndItsListenerHearsOfItOnce() throws Exception {
        var backend = all.backend();
        var spared = new Heard();
        var neighbour = opened(backend, spared);
        var ended = new Heard();
        var greedy = opened(backend, ended);
        fill(greedy);
        var rest = budget.connection();
        rest.charge(Use.UNREAD, 16 * MIB);
        assertThat(ended.failure().kind()).isEqualTo(Kind.OVERLOADED);
        rest.give(Use.UNREAD, 16 * MIB);
        greedy.close();
        var heard = new Heard();
        neighbour.request(call(9), heard);
        assertThat(heard.message()).contains("yyy");
        neighbour.close();
        SettledLoops.await(all.loops);
        assertThat(budget.used()).isZero();
        assertThat(budget.sharers()).isZero();
    }
}

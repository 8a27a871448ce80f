package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.Message;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large answers that arrive at once where there is room for one of them. */
final class CrowdedAnswersTest {

    private static final long MIB = 1024 * 1024;
    private static final int LENGTH = 13_000_000;
    private static final int MANY = 8;

    private final Budget budget = new Budget(41 * MIB);
    private final CountDownLatch all = new CountDownLatch(MANY);

    private void answers(String form, ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws Exception {
        var id = request.body().replaceAll(".*\"id\":(\\d+).*", "$1");
        var message = answer(id, "{\"x\":\"" + "y".repeat(LENGTH) + "\"}");
        all.countDown();
        all.await();
        switch (form) {
            case "announced" -> reply.json(message);
            case "chunked" -> {
                var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
                reply.raw(head + "Transfer-Encoding: chunked\r\n\r\n");
                reply.piece(message);
                reply.end();
            }
            default -> {
                reply.events();
                reply.lastEvent(message);
            }
        }
    }

    /** Each that is refused gives back what it held, and none asks for much more than it needs. */
    @ParameterizedTest
    @ValueSource(strings = {"announced", "chunked", "events"})
    void oneOfThemArrives(String form) throws Exception {
        var settings =
                HttpBackendSettings.DEFAULT.withEnvironment(
                        new Environment(new ManualTimers(), () -> 0, Observer.NONE, budget));
        try (var backends =
                new Backends(
                        settings, handshake((request, reply) -> answers(form, request, reply)))) {
            var ended = new Heard();
            var link = backends.open(ended);
            var calls = new ArrayList<Heard>();
            for (int i = 1; i <= MANY; i++) {
                calls.add(new Heard());
                link.request(call(i), calls.getLast());
            }
            int whole = 0;
            for (var each : calls) {
                whole += each.next() instanceof Message ? 1 : 0;
            }
            assertThat(whole).isPositive();
            SettledLoops.await(backends.loops);
            link.close();
            SettledLoops.await(backends.loops);
            assertThat(budget.used()).isZero();
        }
    }
}

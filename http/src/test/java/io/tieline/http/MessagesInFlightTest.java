package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Answers to questions and notifications: each is a POST, and a backend may acknowledge none. */
final class MessagesInFlightTest {

    private static final int PLACES = 8;
    private static final int MANY = 50;

    private final Heard listener = new Heard();
    private final CountDownLatch go = new CountDownLatch(1);

    private static HttpBackendSettings places(int count) {
        return HttpBackendSettings.DEFAULT.withLimits(
                HttpBackendLimits.DEFAULT.withRequests(count, MANY));
    }

    private void acknowledgesLate(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws Exception {
        go.await();
        reply.status("202 Accepted");
    }

    @Test
    void answersThatNobodyAcknowledgesTakeNoMoreConnectionsThanTheirShare() throws Exception {
        try (var all = new Backends(places(PLACES), handshake(this::acknowledgesLate))) {
            var link = all.open(listener);
            int before = all.server.connections();
            for (int i = 1; i <= MANY; i++) {
                link.send(Result.of(Id.of(i), Json.EMPTY_OBJECT));
            }
            var arrived = new ArrayList<String>();
            for (int i = 0; i < PLACES; i++) {
                arrived.add(all.server.next().body());
            }
            assertThat(all.server.staysSilent()).isTrue();
            assertThat(all.server.connections() - before).isLessThanOrEqualTo(PLACES);
            go.countDown();
            for (int i = PLACES; i < MANY; i++) {
                arrived.add(all.server.next().body());
            }
            assertThat(arrived).doesNotHaveDuplicates().hasSize(MANY);
            assertThat(all.server.connections() - before).isLessThanOrEqualTo(PLACES);
        }
    }

    @Test
    void theAnswerThatACallWaitsForPassesAllThatOthersHaveUnacknowledged() throws Exception {
        var answered = new CountDownLatch(1);
        try (var all =
                new Backends(
                        places(1),
                        handshake((request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                answered.await();
                                reply.json(answer(1, "{}"));
                            } else if (request.body().contains("\"id\":7,")) {
                                answered.countDown();
                                reply.status("202 Accepted");
                            } else {
                                acknowledgesLate(request, reply);
                            }
                        }))) {
            var others = new ArrayList<>(List.of(all.open(listener)));
            for (int i = 0; i < PLACES; i++) {
                others.add(all.open(listener));
            }
            for (var other : others) {
                other.send(Notification.of(Method.ROOTS_LIST_CHANGED, null));
                all.server.next();
            }
            var called = new Heard();
            var last = others.getLast();
            last.request(call(1), called);
            last.send(Notification.of(Method.ROOTS_LIST_CHANGED, null));
            last.send(Result.of(Id.of(7), Json.EMPTY_OBJECT));
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            go.countDown();
        }
    }
}

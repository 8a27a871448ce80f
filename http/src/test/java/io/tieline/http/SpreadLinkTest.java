package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.tieline.session.Link;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Message;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On which loop the requests of one link are carried. */
final class SpreadLinkTest {

    private final EventLoops loops = EventLoops.open(3);
    private final CountDownLatch arrived = new CountDownLatch(3);
    private final CountDownLatch closed = new CountDownLatch(3);
    private final ScriptedServer server =
            new ScriptedServer((request, reply) -> {
                arrived.countDown();
                if (request.body().contains("\"id\":99")) {
                    reply.awaitClose();
                    closed.countDown();
                } else {
                    reply.json(answer(1, "{}"));
                }
            });
    private final Link link =
            HttpBackend.to(server.uri("/mcp"), loops, HttpBackendSettings.DEFAULT)
                    .connect(new Heard());

    @AfterEach
    void end() throws Exception {
        server.close();
        loops.close();
    }

    /** Remembers on which loop it was answered. */
    private final class Called implements Link.Stream {

        private final CompletableFuture<EventLoop> answered = new CompletableFuture<>();

        @Override
        public void received(Message message) {
            answered.complete(loops.current());
        }

        @Override
        public void failed(LinkFailure failure) {
            answered.completeExceptionally(new AssertionError(failure.message()));
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("mcp-protocol-version", "2026-07-28");
        }
    }

    private EventLoop answerOf(EventLoop loop) throws Exception {
        var called = new Called();
        loop.submit(() -> link.request(call(1), called)).get(10, TimeUnit.SECONDS);
        return called.answered.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatStandsForItselfIsCarriedByTheLoopOnWhichItCame() throws Exception {
        link.opened(Revision.STATELESS);
        for (var loop : loops.group()) {
            assertThat(answerOf((EventLoop) loop)).isSameAs(loop);
        }
    }

    @Test
    void aSessionStaysOnItsLoop() throws Exception {
        link.opened(Revision.V2025_11_25);
        var first = answerOf(loops.group().next());
        for (var loop : loops.group()) {
            assertThat(answerOf((EventLoop) loop)).isSameAs(first);
        }
    }

    @Test
    void aRequestIsTakenBackWhereverItIsCarried() throws Exception {
        for (var called : allThatNobodyAnswers()) {
            link.release(called);
        }
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndOfTheLinkIsTheEndOfAllThatItCarries() throws Exception {
        allThatNobodyAnswers();
        link.close();
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private List<Called> allThatNobodyAnswers() throws Exception {
        link.opened(Revision.STATELESS);
        var all = new ArrayList<Called>();
        for (var loop : loops.group()) {
            var called = new Called();
            all.add(called);
            loop.submit(() -> link.request(call(99), called)).get(10, TimeUnit.SECONDS);
        }
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        return all;
    }
}

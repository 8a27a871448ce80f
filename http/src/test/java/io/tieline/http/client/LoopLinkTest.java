package io.tieline.http.client;

import static io.tieline.http.Backends.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.Heard;
import io.tieline.http.io.Loops;
import io.tieline.http.io.Sockets;
import io.tieline.session.Budget;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LoopLinkTest {

    private static final LinkFailure CLOSED = LinkFailure.of(Kind.DRAINING, "closed");

    /** Remembers what it was asked, and on which thread. */
    private static final class Recorder implements Link {

        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public void request(Request request, Stream stream) {
            asked.add(Thread.currentThread().getName() + " request " + request.id().json());
        }

        @Override
        public void send(Message message) {}

        @Override
        public void release(Stream stream) {
            asked.add(Thread.currentThread().getName() + " release");
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {}

        @Override
        public void opened(Revision revision) {}

        @Override
        public boolean attributes() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static LinkEnd unheard() {
        return new LinkEnd(new Heard(), Budget.UNLIMITED.connection());
    }

    @Test
    void whoIsOnTheLoopGoesOnWithoutADetour() throws Exception {
        try (var loops = Loops.open(1, Sockets.NIO)) {
            var loop = loops.here();
            var recorder = new Recorder();
            var link = new LoopLink(loop, recorder, unheard(), CLOSED);
            loop.submit(
                            () -> {
                                link.request(call(1), new Heard());
                                assertThat(recorder.asked).hasSize(1);
                            })
                    .get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoIsOnTheLoopDoesNotOvertakeWhoCameBefore() throws Exception {
        try (var loops = Loops.open(1, Sockets.NIO)) {
            var loop = loops.here();
            var recorder = new Recorder();
            var link = new LoopLink(loop, recorder, unheard(), CLOSED);
            var busy = new CountDownLatch(1);
            var asked = new CountDownLatch(1);
            var onLoop =
                    loop.submit(() -> {
                        busy.countDown();
                        asked.await();
                        link.release(new Heard());
                        return recorder.asked.isEmpty();
                    });
            busy.await();
            link.request(call(1), new Heard());
            asked.countDown();
            assertThat(onLoop.get(10, TimeUnit.SECONDS)).isTrue();
            loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
            assertThat(recorder.asked).hasSize(2);
            assertThat(recorder.asked.getFirst()).startsWith("tieline-loop").endsWith("request 1");
            assertThat(recorder.asked.getLast()).startsWith("tieline-loop").endsWith("release");
        }
    }

    @Test
    void aRequestAfterTheEndOfTheLoopsFails() throws Exception {
        var loops = Loops.open(1, Sockets.NIO);
        var link = new LoopLink(loops.here(), new Recorder(), unheard(), CLOSED);
        loops.close();
        var called = new Heard();
        link.request(call(1), called);
        assertThat(called.failure()).isEqualTo(CLOSED);
        link.close();
    }
}

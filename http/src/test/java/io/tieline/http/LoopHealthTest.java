package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scenario 114: a listener that does not get through says so. */
@Timeout(30)
final class LoopHealthTest {

    private static final int LOOPS = 2;

    /** A connection of a client, which stays open. */
    private static final class Visitor implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader answers;

        Visitor(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            answers =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        /** The status line of the answer. */
        String ask(String method) throws IOException {
            var request = method + " /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var line = String.valueOf(answers.readLine());
            while (!line.startsWith("HTTP/1.1")) {
                line = String.valueOf(answers.readLine());
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aLoopThatIsBlockedMakesItUnhealthyUntilItGoesOn() throws Exception {
        try (var loops = EventLoops.open(LOOPS)) {
            var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
            var settings =
                    HttpSettings.DEFAULT.withAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var listener = HttpListener.serve(LoopHealthTest::nobody, settings, loops, world);
                    var one = new Visitor(listener.port());
                    var other = new Visitor(listener.port())) {
                assertThat(one.ask("GET")).startsWith("HTTP/1.1 200");
                assertThat(other.ask("DELETE")).startsWith("HTTP/1.1 405");
                var goOn = new CountDownLatch(1);
                loops.loops().loop(0).execute(() -> await(goOn));
                var answers = new LinkedBlockingQueue<String>();
                ask(one, answers);
                ask(other, answers);
                // Each is on a loop of its own: one of them is not blocked.
                assertThat(answers.take()).startsWith("HTTP/1.1 503");
                goOn.countDown();
                assertThat(answers.take()).startsWith("HTTP/1.1 200");
            }
        }
    }

    private static Conversation nobody(ClientSession session) {
        throw new IllegalStateException("nobody is served");
    }

    private static void ask(Visitor visitor, BlockingQueue<String> answers) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answers.add(visitor.ask("GET"));
                    } catch (IOException e) {
                        answers.add(String.valueOf(e));
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client on two real pipes, and the front that serves it. */
final class FrontRig implements AutoCloseable {

    private static final long SECONDS = 20;
    private static final Duration SOON = Duration.ofSeconds(2);

    final RealTimers timers = new RealTimers();
    final FrontService service = new FrontService();
    final RecordedObserver observer = new RecordedObserver();
    final StdioFront front;
    private final OutputStream toFront;
    private final BufferedReader fromFront;

    FrontRig() {
        this(StdioSettings.DEFAULT);
    }

    FrontRig(StdioSettings settings) {
        this(settings, Budget.UNLIMITED);
    }

    FrontRig(StdioSettings settings, Budget budget) {
        try {
            var in = Pipe.open();
            var out = Pipe.open();
            toFront = Channels.newOutputStream(in.sink());
            fromFront =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(out.source()), StandardCharsets.UTF_8));
            front =
                    StdioFront.serve(
                            service,
                            Channels.newInputStream(in.source()),
                            Channels.newOutputStream(out.sink()),
                            SessionSettings.DEFAULT,
                            settings,
                            new Environment(timers, new SecureRandom(), observer, budget));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that has shaken hands in this revision, and can be asked. */
    static FrontRig open(String revision, StdioSettings settings) {
        return open(revision, settings, Budget.UNLIMITED);
    }

    static FrontRig open(String revision, StdioSettings settings, Budget budget) {
        var rig = new FrontRig(settings, budget);
        rig.send(initialize(revision));
        assertThat(rig.next().text("result", "protocolVersion")).isEqualTo(revision);
        return rig;
    }

    static FrontRig open() {
        return open("2025-11-25", StdioSettings.DEFAULT);
    }

    static String initialize(String revision) {
        return request(
                "0",
                "initialize",
                "{\"protocolVersion\":\"" + revision + "\",\"capabilities\":{\"elicitation\":{}}}");
    }

    static String request(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}";
    }

    void send(String... lines) {
        try {
            for (var line : lines) {
                toFront.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            toFront.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that the front writes. */
    Json next() {
        return Json.of(Objects.requireNonNull(line(), "the front has closed its output"));
    }

    /** Whether the front has closed its output. */
    boolean isAtEnd() {
        return line() == null;
    }

    private String line() {
        var line = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name("test-reader").start(() -> readInto(line));
        return line.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    private void readInto(CompletableFuture<String> line) {
        try {
            line.complete(fromFront.readLine());
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    /** A request that the service holds. */
    Exchange held() {
        return take(service.held);
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            return Objects.requireNonNull(queue.poll(SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void closeInput() {
        try {
            toFront.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closeOutput() {
        try {
            fromFront.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitEnd() {
        assertThat(front.closed().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(SECONDS));
    }

    @Override
    public void close() {
        front.close();
        closeInput();
        closeOutput();
        awaitEnd();
        Rig.within(SOON, "no alarm is left", () -> timers.pending() == 0);
        timers.close();
        assertThat(observer.faults()).isEmpty();
    }
}

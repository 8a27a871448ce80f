package io.tieline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A server behind one gateway or several, each of which is traced, and clients before them.
 * Everything happens on the thread of the test.
 */
final class TracedHops implements AutoCloseable {

    private static final Set<String> MEETING = Set.of(Method.INITIALIZE, Method.SERVER_DISCOVER);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final RecordedObserver heard = new RecordedObserver();
    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> closing = new ArrayDeque<>();
    final ScriptedServer server;
    private final Sampler sampler;
    private final Gateway gateway;
    private final Environment environment;
    private final LocalListener listener;

    private TracedHops(ScriptedServer server, Sampler sampler, List<Revision> hops) {
        this.server = server;
        this.sampler = sampler;
        Backend next = server;
        for (var revision : hops.reversed().subList(0, hops.size() - 1)) {
            var world = world();
            var hop = gateway(next, revision, world);
            next = new InProcess("hop", hop, SessionSettings.DEFAULT, world);
        }
        this.environment = world();
        this.gateway = gateway(next, hops.getFirst(), environment);
        this.listener = LocalListener.serve(gateway, environment);
    }

    /** A gateway that traces everything, and asks the server in its own era. */
    static TracedHops one(ScriptedServer server) {
        return sampled(server, Sampler.parentBased(Sampler.alwaysOn()));
    }

    /** A gateway that traces what this one chooses. */
    static TracedHops sampled(ScriptedServer server, Sampler sampler) {
        return new TracedHops(server, sampler, List.of(eraOf(server)));
    }

    /** Two gateways that trace everything, and speak with each other in this revision. */
    static TracedHops two(ScriptedServer server, Revision between) {
        return new TracedHops(
                server, Sampler.parentBased(Sampler.alwaysOn()), List.of(between, eraOf(server)));
    }

    private static Revision eraOf(ScriptedServer server) {
        return server.isStateless() ? Revision.STATELESS : Revision.LATEST_HANDSHAKE;
    }

    private Gateway gateway(Backend to, Revision revision, Environment world) {
        var made = new Gateway(to, GatewaySettings.DEFAULT.withRevision(revision), world);
        closing.push(made::close);
        return made;
    }

    private Environment world() {
        var provider =
                SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build();
        closing.push(provider::close);
        var telemetry = OpenTelemetrySdk.builder().setTracerProvider(provider).build();
        var tracing = TracingObserver.of(telemetry, _ -> ServerAddress.of("there.test", 8443));
        Observer both = ObserverGroup.of(List.of(heard, tracing));
        return new Environment(clock, new Random(1), both);
    }

    RecordedClient.Builder client(Revision revision) {
        return listener.client().revision(revision);
    }

    /** Lets time pass until the call has its answer: questions of one moment are asked together. */
    RecordedReply answered(RecordedReply call) {
        for (int moments = 0; moments < 20 && !call.isOver(); moments++) {
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(call.isOver()).as(call.toString()).isTrue();
        return call;
    }

    /** The spans that have ended, in the order of their ends, but for how gateways meet servers. */
    List<SpanData> spans() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> !MEETING.contains(span.getName()))
                .toList();
    }

    @Override
    public void close() {
        listener.close();
        closing.forEach(Runnable::run);
        assertThat(heard.faults()).isEmpty();
    }
}

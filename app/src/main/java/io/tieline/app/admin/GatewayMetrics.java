package io.tieline.app.admin;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Failure;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what happens, for Prometheus. Every accepted request is in exactly one
 * outcome. The values of labels are bounded: methods are those of the protocol, tools those that
 * have answered, errors are codes. Safe for use by several threads.
 */
public final class GatewayMetrics implements Observer {

    private static final double[] SECONDS = {
        0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
    };
    private static final String NO_ERROR = "";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ToolNames tools = new ToolNames();

    private final Counter accepted =
            counter("tieline_requests_accepted", "Requests of clients that were accepted.");
    private final Counter refused =
            counter(
                    "tieline_requests_refused",
                    "Requests of clients that were not accepted.",
                    "error_type");
    private final Gauge inFlight =
            gauge("tieline_requests_in_flight", "Requests of clients without an outcome yet.");
    private final Gauge parked =
            gauge("tieline_parked", "Requests whose clients are away with questions to answer.");
    private final Histogram served =
            histogram(
                    "mcp_server_operation_duration_seconds",
                    "Time from the arrival of a client's request to its outcome.",
                    "mcp_method_name",
                    "gen_ai_tool_name",
                    "outcome",
                    "error_type");
    private final Histogram called =
            histogram(
                    "mcp_client_operation_duration_seconds",
                    "Time that a server has taken for a call.",
                    "server",
                    "mcp_method_name",
                    "error_type");
    private final Histogram waited =
            histogram(
                    "tieline_question_wait_seconds",
                    "Time from a server's question to its answer.",
                    "server",
                    "mcp_method_name",
                    "outcome");
    private final Gauge up =
            gauge(
                    "tieline_backend_up",
                    "Whether the latest session with a server is open.",
                    "server");
    private final Gauge sessions =
            gauge("tieline_backend_sessions", "Open sessions with a server.", "server");
    private final Counter restarts =
            counter("tieline_backend_restarts", "Sessions that a server has lost.", "server");
    private final Counter unattributed =
            counter("tieline_unattributed", "Questions that could not be tied to a call.");
    private final Counter dropped =
            counter("tieline_dropped", "What was dropped or refused unseen by its sender.", "what");

    /** Nothing has happened yet. */
    public GatewayMetrics() {}

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Histogram histogram(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    /** Writes all of it as Prometheus reads it. */
    void write(HttpExchange exchange) throws IOException {
        var writer = PrometheusTextFormatWriter.create();
        var body = new ByteArrayOutputStream();
        writer.write(body, registry.scrape());
        AdminListener.send(exchange, 200, writer.getContentType(), body.toByteArray());
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        accepted.inc();
        inFlight.inc();
        return new Measured(MethodTraits.shown(request.method()), toolOf(request));
    }

    private static String toolOf(Request request) {
        return request.method().equals(Method.TOOLS_CALL) ? CallTarget.of(request) : "";
    }

    @Override
    public void refused(Sender client, Caller caller, Request request, RpcError error) {
        refused.labelValues(String.valueOf(error.code())).inc();
    }

    @Override
    public void happened(Incident incident) {
        var server = incident.backend();
        switch (incident.kind()) {
            case SESSION_BEGAN -> {
                up.labelValues(server).set(1);
                sessions.labelValues(server).inc();
            }
            case SESSION_ENDED -> sessions.labelValues(server).dec();
            case SESSION_LOST -> {
                up.labelValues(server).set(0);
                sessions.labelValues(server).dec();
                restarts.labelValues(server).inc();
            }
            case NOT_OPENED -> up.labelValues(server).set(0);
            case START_LEFT, START_TAKEN, MESSAGE_REFUSED, NAME_HIDDEN -> {}
        }
    }

    @Override
    public void counted(Count what, String detail) {
        dropped.labelValues(LiveCalls.lower(what)).inc();
        if (what == Count.QUESTION_OUT_OF_BAND) {
            unattributed.inc();
        }
    }

    private static double seconds(long nanos) {
        return Unit.nanosToSeconds(nanos);
    }

    /** The code of an error, or that a tool says of itself that it failed. */
    private static String errorOf(@Nullable Response response) {
        return switch (response) {
            case Failure failure -> String.valueOf(failure.error().code());
            case Result result when result.isToolError() -> "tool_error";
            case Result _ -> NO_ERROR;
            case null -> NO_ERROR;
        };
    }

    /** One request. */
    private final class Measured implements ExchangeObserver {

        private final String method;
        private final String tool;
        private final IdentityHashMap<Question, Long> open = new IdentityHashMap<>(0);
        private final IdentityHashMap<Question, String> askers = new IdentityHashMap<>(0);
        private boolean isParked;

        Measured(String method, String tool) {
            this.method = method;
            this.tool = tool;
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            open.put(question, System.nanoTime());
            askers.put(question, origin == null ? "" : origin.server());
        }

        @Override
        public void answered(Question question, Response answer) {
            settled(question, answer instanceof Result ? "answered" : "refused");
        }

        @Override
        public void withdrawn(Question question) {
            settled(question, "withdrawn");
        }

        private void settled(Question question, String how) {
            var since = open.remove(question);
            var server = askers.remove(question);
            if (since != null && server != null) {
                waited.labelValues(server, MethodTraits.shown(question.request().method()), how)
                        .observe(seconds(System.nanoTime() - since));
            }
        }

        @Override
        public void parked(long round) {
            isParked = true;
            parked.inc();
        }

        @Override
        public void resumed(long round, Request retry) {
            isParked = false;
            parked.dec();
        }

        @Override
        public void returned(ServerCall call, Response response, Duration took) {
            called.labelValues(call.server(), method, errorOf(response))
                    .observe(seconds(took.toNanos()));
        }

        @Override
        public void failed(ServerCall call, RpcError error) {
            called.labelValues(call.server(), method, String.valueOf(error.code())).observe(0);
        }

        @Override
        public void finished(Ending ending) {
            inFlight.dec();
            if (isParked) {
                parked.dec();
            }
            var error = errorOf(ending.response());
            var name = tools.label(tool, ending.response() instanceof Result);
            served.labelValues(method, name, LiveCalls.lower(ending.outcome()), error)
                    .observe(seconds(ending.took().toNanos()));
        }
    }
}

package io.tieline.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one request of a client. Told on the client's strand, but for {@link #along}, which
 * begins the span of a call on the thread that makes it.
 */
final class TracedExchange implements ExchangeObserver {

    private final Tracer tracer;
    private final Function<String, @Nullable ServerAddress> addresses;
    private final Observer.Sender client;
    private final Caller caller;
    private final RequestName target;
    private final Map<ServerCall, Span> calls = new ConcurrentHashMap<>(2);
    private final IdentityHashMap<Question, Span> questions = new IdentityHashMap<>(0);

    /** That of the round that is served; of the one before while the client is away. */
    private volatile Span served;

    TracedExchange(
            Tracer tracer,
            Function<String, @Nullable ServerAddress> addresses,
            Observer.Sender client,
            Caller caller,
            Request request) {
        this.tracer = tracer;
        this.addresses = addresses;
        this.client = client;
        this.caller = caller;
        this.target = RequestName.of(request);
        var parent = TraceContext.of(request);
        var builder = round(parent);
        var link = TraceContext.in(caller.headers());
        if (link.isValid() && !link.equals(TraceContext.span(parent))) {
            builder.addLink(link);
        }
        this.served = describe(builder.startSpan(), request);
    }

    /** Says whether anybody will see it. */
    boolean isRecorded() {
        return served.isRecording();
    }

    private SpanBuilder round(Context parent) {
        return tracer.spanBuilder(target.spanName())
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent)
                .setAttribute(SpanKeys.METHOD, target.method());
    }

    private Span describe(Span span, Request request) {
        if (span.isRecording()) {
            span.setAttribute(SpanKeys.REQUEST_ID, request.id().toString());
            span.setAttribute(SpanKeys.REVISION, client.revision().text());
            span.setAttribute(
                    SpanKeys.TRANSPORT,
                    caller.peer().isEmpty() ? ServerAddress.PIPE : ServerAddress.TCP);
            if (!client.session().isEmpty()) {
                span.setAttribute(SpanKeys.SESSION, shown(client.session()));
            }
            setTarget(span, target);
        }
        return span;
    }

    /** As elsewhere, the beginning of a name that is as good as a password. */
    private static String shown(String session) {
        return session.substring(0, Math.min(8, session.length()));
    }

    private static void setTarget(Span span, RequestName target) {
        if (!target.tool().isEmpty()) {
            span.setAttribute(SpanKeys.TOOL, target.tool());
            span.setAttribute(SpanKeys.OPERATION, "execute_tool");
        }
        if (!target.prompt().isEmpty()) {
            span.setAttribute(SpanKeys.PROMPT, target.prompt());
        }
    }

    @Override
    public Map<String, Json> along(ServerCall call) {
        var span = begin(call);
        calls.put(call, span);
        return TraceContext.along(span.getSpanContext(), call.request());
    }

    private Span begin(ServerCall call) {
        var called = RequestName.of(call.request());
        var span =
                tracer.spanBuilder(called.spanName())
                        .setSpanKind(SpanKind.CLIENT)
                        .setParent(Context.root().with(served))
                        .setAttribute(SpanKeys.METHOD, called.method())
                        .setAttribute(SpanKeys.SERVER, call.server())
                        .startSpan();
        setTarget(span, called);
        var address = addresses.apply(call.server());
        if (address != null) {
            span.setAttribute(SpanKeys.TRANSPORT, address.transport());
            if (address.host() != null) {
                span.setAttribute(SpanKeys.ADDRESS, address.host());
                span.setAttribute(SpanKeys.PORT, (long) address.port());
            }
        }
        return span;
    }

    @Override
    public void left(ServerCall call, Request sent) {
        var span = calls.get(call);
        if (span != null) {
            span.setAttribute(SpanKeys.REQUEST_ID, sent.id().toString());
        }
    }

    @Override
    public void asked(Question question, @Nullable ServerCall origin) {
        var cause = origin == null ? null : calls.get(origin);
        var method = MethodTraits.shown(question.request().method());
        var span =
                tracer.spanBuilder(method)
                        .setSpanKind(SpanKind.CLIENT)
                        .setParent(Context.root().with(cause == null ? served : cause))
                        .setAttribute(SpanKeys.METHOD, method)
                        .startSpan();
        if (origin != null) {
            span.setAttribute(SpanKeys.SERVER, origin.server());
        }
        questions.put(question, span);
    }

    @Override
    public void answered(Question question, Response answer) {
        end(questions.remove(question), answer);
    }

    @Override
    public void withdrawn(Question question) {
        leave(questions.remove(question), "withdrawn");
    }

    @Override
    public void parked(long round) {
        served.setAttribute(SpanKeys.ROUND, round);
        served.setAttribute(SpanKeys.OUTCOME, "parked");
        served.end();
    }

    @Override
    public void resumed(long round, Request retry) {
        var before = served;
        var said = TraceContext.of(retry);
        boolean isSaid = TraceContext.span(said).isValid();
        var builder = round(isSaid ? said : Context.root().with(before));
        builder.addLink(before.getSpanContext());
        served = describe(builder.startSpan(), retry);
        served.setAttribute(SpanKeys.ROUND, round + 1);
    }

    @Override
    public void returned(ServerCall call, Response response, Duration took) {
        end(calls.remove(call), response);
    }

    @Override
    public void failed(ServerCall call, RpcError error) {
        var span = calls.remove(call);
        if (span != null) {
            fail(span, error);
            span.end();
        }
    }

    @Override
    public void finished(Ending ending) {
        var outcome = ending.outcome().name().toLowerCase(Locale.ROOT);
        questions.values().forEach(span -> leave(span, outcome));
        calls.values().forEach(span -> leave(span, outcome));
        end(served.setAttribute(SpanKeys.OUTCOME, outcome), ending.response());
    }

    private static void leave(@Nullable Span span, String outcome) {
        if (span != null) {
            span.setAttribute(SpanKeys.OUTCOME, outcome).end();
        }
    }

    private static void end(@Nullable Span span, @Nullable Response response) {
        if (span == null) {
            return;
        }
        switch (response) {
            case Failure failure -> fail(span, failure.error());
            case Result result when result.isToolError() ->
                    span.setAttribute(SpanKeys.ERROR, SpanKeys.TOOL_ERROR)
                            .setStatus(StatusCode.ERROR);
            case Result _ -> {}
            case null -> {}
        }
        span.end();
    }

    private static void fail(Span span, RpcError error) {
        var code = String.valueOf(error.code());
        span.setAttribute(SpanKeys.ERROR, code)
                .setAttribute(SpanKeys.STATUS, code)
                .setStatus(StatusCode.ERROR);
    }
}

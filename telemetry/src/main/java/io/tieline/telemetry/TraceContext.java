package io.tieline.telemetry;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the context of a trace where MCP has it: {@code traceparent}, {@code tracestate}
 * and {@code baggage} in {@code _meta} (revision 2026-07-28, "Base Protocol: _meta"), in the format
 * of W3C Trace Context. Nothing here is ambient: a context is a value that is passed on.
 */
final class TraceContext {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final String BAGGAGE = "baggage";
    private static final List<String> FIELDS = List.of(PARENT, STATE, BAGGAGE);
    private static final TextMapPropagator TRACE = W3CTraceContextPropagator.getInstance();
    private static final TextMapPropagator ALL =
            TextMapPropagator.composite(TRACE, W3CBaggagePropagator.getInstance());

    private TraceContext() {}

    /** The context that a request came in; the root if it names none. */
    static Context of(Request request) {
        var meta = request.meta();
        return meta == null || FIELDS.stream().allMatch(field -> meta.get(field) == null)
                ? Context.root()
                : ALL.extract(Context.root(), meta, InMeta.GETTER);
    }

    /** The span that the headers of a request name; invalid if they name none. */
    static SpanContext in(Map<String, String> headers) {
        return headers.get(PARENT) == null
                ? SpanContext.getInvalid()
                : span(TRACE.extract(Context.root(), headers, InHeaders.GETTER));
    }

    static SpanContext span(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    /** What of {@code _meta} says that a request belongs to this span. */
    static Map<String, Json> along(SpanContext span, Request request) {
        var members = new HashMap<String, Json>(4);
        TRACE.inject(
                Context.root().with(Span.wrap(span)),
                null,
                (_, name, value) -> members.put(name, Json.string(value)));
        var meta = request.meta();
        if (meta != null && meta.get(STATE) != null) {
            // That of a parent that could not be read is nobody's.
            members.putIfAbsent(STATE, Json.string(""));
        }
        return members;
    }

    /** Reads what stands in {@code _meta}. */
    private enum InMeta implements TextMapGetter<Json> {
        GETTER;

        @Override
        @SuppressWarnings("deprecation") // nobody asks any longer, but it has no default
        public Iterable<String> keys(Json meta) {
            return FIELDS;
        }

        @Override
        public @Nullable String get(@Nullable Json meta, String field) {
            return meta == null ? null : meta.text(field);
        }
    }

    /** Reads headers, whose names are in lower case. */
    private enum InHeaders implements TextMapGetter<Map<String, String>> {
        GETTER;

        @Override
        @SuppressWarnings("deprecation") // nobody asks any longer, but it has no default
        public Iterable<String> keys(Map<String, String> headers) {
            return FIELDS;
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String field) {
            return headers == null ? null : headers.get(field);
        }
    }
}

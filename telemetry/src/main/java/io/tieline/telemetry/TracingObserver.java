package io.tieline.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.tieline.session.Caller;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Observer;
import io.tieline.wire.Request;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of what happens to each request of a client: one of kind {@code SERVER} for the
 * request, or for each of its rounds where the client goes and comes back; one of kind {@code
 * CLIENT} for each call of a server; and one of kind {@code CLIENT} for each question that a server
 * asks, under the call in which it asks. A request that says in its {@code _meta} to which trace it
 * belongs becomes a part of that; what its HTTP headers say becomes a link. To the server goes the
 * span of the call, in the place of what the client has written.
 *
 * <p>A request that is not sampled is left as it is, and nothing is kept for it. Safe for use by
 * several threads.
 */
public final class TracingObserver implements Observer {

    /** By which the spans and numbers of this library are told from others. */
    static final String SCOPE = "io.tieline";

    private final Tracer tracer;
    private final Function<String, @Nullable ServerAddress> addresses;

    private TracingObserver(Tracer tracer, Function<String, @Nullable ServerAddress> addresses) {
        this.tracer = tracer;
        this.addresses = addresses;
    }

    /** Gives its spans to this OpenTelemetry. */
    public static TracingObserver of(OpenTelemetry telemetry) {
        return of(telemetry, _ -> null);
    }

    /**
     * Gives its spans to this OpenTelemetry.
     *
     * @param addresses where the server of a name is; null if that is not to be told. Called on any
     *     thread, and must not block
     */
    public static TracingObserver of(
            OpenTelemetry telemetry, Function<String, @Nullable ServerAddress> addresses) {
        return new TracingObserver(telemetry.getTracer(SCOPE), addresses);
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        var traced = new TracedExchange(tracer, addresses, client, caller, request);
        return traced.isRecorded() ? traced : ExchangeObserver.NONE;
    }
}

package io.tieline.session;

import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request of a client ended.
 *
 * @param request the request as the client wrote it
 * @param caller who sent it
 * @param session the name of the client's session; empty for a request without one
 * @param outcome which kind of end it was
 * @param error the error that the client was given; null with any other outcome than an error
 * @param took the time from the arrival of the request to its outcome
 * @param backendTook the part of it that a backend has taken for its answers; null if none has
 *     answered
 */
public record Ending(
        Request request,
        Caller caller,
        String session,
        Observer.Outcome outcome,
        @Nullable RpcError error,
        Duration took,
        @Nullable Duration backendTook) {}

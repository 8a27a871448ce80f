package io.tieline.session;

import io.tieline.wire.Failure;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a request of a client ended.
 *
 * @param outcome which kind of end it was
 * @param response what the client was given; null if it was given nothing
 * @param took the time from the arrival of the request to its outcome
 * @param backendTook the part of it that a backend has taken for its answers; null if none has
 *     answered
 */
public record Ending(
        Observer.Outcome outcome,
        @Nullable Response response,
        Duration took,
        @Nullable Duration backendTook) {

    /** The error that the client was given; null with any other outcome than an error. */
    public @Nullable RpcError error() {
        return response instanceof Failure failure ? failure.error() : null;
    }
}

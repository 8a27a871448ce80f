package io.tieline.session;

import io.tieline.wire.RpcError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended.
 *
 * @param outcome which kind of end it was
 * @param error the error that the client was given; null with any other outcome than an error
 * @param took the time from the arrival of the request to its outcome
 */
public record Ending(Observer.Outcome outcome, @Nullable RpcError error, Duration took) {}

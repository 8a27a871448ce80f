package io.tieline.session.era;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.RequestDigest;
import io.tieline.session.Seal;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client of the stateless era carry the state of a backend of its own era; all else passes
 * between the two as it is. The backend's {@code requestState} is sealed for the client, so that it
 * comes back only from the same principal and with the same request, and reaches the backend byte
 * for byte (revision 2026-07-28, "Multi Round-Trip Requests"). Safe for use by several threads.
 */
public final class PassedState {

    private final String backend;
    private final Seal seal;

    /**
     * Seals the state of one backend.
     *
     * @param backend its name, to which what was sealed is bound
     */
    public PassedState(String backend, Seal seal) {
        this.backend = backend;
        this.seal = seal;
    }

    /** The error of a client that sends a state which is not its own. */
    public static RpcError foreign() {
        return RpcError.of(
                ErrorCode.INVALID_PARAMS,
                "This requestState is not one that was given for this request, or is out of date");
    }

    /** The answer of a backend without sessions, as its client shall carry it. */
    public Response passed(Exchange exchange, Response response) {
        return response instanceof Result result
                        && "input_required".equals(result.result().text("resultType"))
                ? result.withResult(sealed(exchange, result.result()))
                : response;
    }

    /** The backend's state as its client shall carry it. */
    private Json sealed(Exchange exchange, Json inputRequired) {
        var state = inputRequired.get("requestState");
        if (state == null || !state.isString()) {
            return inputRequired;
        }
        var context = context(exchange, exchange.request());
        var sealed = seal.close(state.bytes(), context);
        return inputRequired.with("requestState", Json.string(sealed));
    }

    /** The request with the backend's own state; null if the state that it has is not ours. */
    public @Nullable Request opened(Exchange exchange, Request request) {
        var params = request.params();
        var state = params == null ? null : params.get("requestState");
        if (params == null || state == null) {
            return request;
        }
        var content =
                state.isString()
                        ? seal.open(state.asString(), context(exchange, exchange.request()))
                        : null;
        return content == null
                ? null
                : request.withParams(
                        params.with("requestState", Json.of(new String(content, UTF_8))));
    }

    private byte[] context(Exchange exchange, Request request) {
        return RequestDigest.of("passed to " + backend, exchange.caller(), request);
    }
}

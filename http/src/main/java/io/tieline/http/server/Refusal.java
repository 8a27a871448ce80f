package io.tieline.http.server;

import io.tieline.session.Identity;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * A request that gets no further than HTTP: its status, and a JSON-RPC error that says what was
 * wrong and what to do.
 *
 * @param challenge what the client is told to bring, the value of {@code WWW-Authenticate}; empty
 *     for none
 */
record Refusal(int status, RpcError error, @Nullable Id id, String challenge) {

    private static final int UNAVAILABLE = 503;
    private static final String[] RETRY_LATER = {"retry-after", "5"};

    static Refusal of(int status, String message) {
        return new Refusal(status, RpcError.of(ErrorCode.INVALID_REQUEST, message), null, "");
    }

    static Refusal of(MalformedException malformed) {
        return new Refusal(400, malformed.error(), malformed.id(), "");
    }

    static Refusal unsupportedType() {
        return of(415, "Send the message as Content-Type: application/json");
    }

    static Refusal sessionIdMissing() {
        return of(400, "The header Mcp-Session-Id is missing; send what initialize returned");
    }

    /** Dead and foreign sessions look alike. Clients initialize again on a 404. */
    static Refusal noSuchSession() {
        return of(404, "There is no such session; begin another one with initialize");
    }

    /**
     * What keeps a session, or a request, from being served at all: there is no room for it,
     * nothing new is taken, or the client has sent what it should not.
     */
    static Refusal of(RpcError error) {
        return new Refusal(statusOf(error), error, null, "");
    }

    /**
     * Who sends the request is not known, or may not.
     *
     * @param challenge of this request
     */
    static Refusal of(Identity.Refused refused, String challenge) {
        var error = RpcError.of(ErrorCode.INVALID_REQUEST, refused.reason());
        return new Refusal(refused.status(), error, null, challenge);
    }

    private static int statusOf(RpcError error) {
        return switch (error.code()) {
            case ErrorCode.METHOD_NOT_FOUND -> 404;
            case ErrorCode.OVERLOADED, ErrorCode.DRAINING -> UNAVAILABLE;
            default -> 400;
        };
    }

    /** Names the request that is refused. */
    Refusal of(Id request) {
        return new Refusal(status, error, request, challenge);
    }

    void send(HttpReply reply, String... headers) {
        reply.answer(status, Failure.of(id, error).payload(), all(headers));
    }

    private String[] all(String[] headers) {
        if (status == UNAVAILABLE) {
            return RETRY_LATER;
        }
        return challenge.isEmpty() ? headers : new String[] {"www-authenticate", challenge};
    }
}

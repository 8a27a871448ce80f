package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.http.io.Causes;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.MalformedException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The words for everything that can go wrong with one backend, in one place. They name the backend,
 * what happened and what to do, and show what the backend itself says of it, shortened; never a
 * header or a query of ours, also if the backend repeats it.
 *
 * @param name the backend's
 * @param address where it is
 * @param secrets what is shown nowhere
 */
record BackendFaults(String name, BackendAddress address, Secrets secrets) {

    private String who() {
        return "Backend " + name + " at " + address;
    }

    /** No connection could be opened. */
    LinkFailure unreachable(Throwable cause) {
        var why =
                switch (cause) {
                    case UnknownHostException e -> "its host name is unknown; correct the URL";
                    case SSLException e -> TlsFault.explain(e);
                    default ->
                            "no connection can be opened ("
                                    + Causes.innermost(cause)
                                    + "); start it, or correct the URL";
                };
        return failure(Kind.GONE, "cannot be reached: " + why, Executed.NO);
    }

    /** It took too long to open a connection. */
    LinkFailure unreachable(Duration limit) {
        return failure(
                Kind.GONE,
                "cannot be reached: no connection was accepted within "
                        + limit.toMillis()
                        + " ms; start it, or correct the URL",
                Executed.NO);
    }

    /**
     * The connection ended in the middle of something.
     *
     * @param heard whether this backend has ever spoken HTTP
     */
    LinkFailure cut(boolean anyByteLeft, boolean heard) {
        var why =
                heard || address.tls()
                        ? "; whether it did the work is not known"
                        : "; if it speaks TLS, its URL begins with https://";
        return anyByteLeft
                ? failure(
                        Kind.GONE,
                        "closed the connection before it had answered" + why,
                        Executed.MAYBE)
                : failure(
                        Kind.GONE,
                        "closed the connection before the request was sent; try again",
                        Executed.NO);
    }

    /** An event stream ended without the answer and cannot be resumed. */
    LinkFailure streamCut(String why) {
        return failure(
                Kind.GONE,
                "ended the response before its answer, and it cannot be resumed: " + why,
                Executed.MAYBE);
    }

    /** The request's bytes did not get out. */
    LinkFailure stalled(Duration limit) {
        return failure(
                Kind.TIMED_OUT,
                "took no byte of the request for " + limit.toMillis() + " ms",
                Executed.MAYBE);
    }

    /** A message that needs no more than an acknowledgement got none. */
    LinkFailure slow(Duration limit) {
        return failure(
                Kind.TIMED_OUT,
                "did not acknowledge a message within " + limit.toMillis() + " ms",
                Executed.MAYBE);
    }

    LinkFailure overloaded(int inFlight) {
        return failure(
                Kind.OVERLOADED,
                "has " + inFlight + " requests in flight and a full queue; try again later",
                Executed.NO);
    }

    /** What it sent is no HTTP, or no MCP. */
    LinkFailure broke(String what) {
        return failure(Kind.BROKE_PROTOCOL, what, Executed.MAYBE);
    }

    /**
     * Its bytes are no HTTP; a server of https answers a plain request with a TLS alert.
     *
     * @param heard whether this backend has ever spoken HTTP
     */
    LinkFailure noHttp(String why, boolean heard) {
        var shown = Excerpt.of(why.getBytes(UTF_8), 200);
        return broke(
                "sent no valid HTTP: "
                        + shown
                        + (heard || address.tls()
                                ? ""
                                : "; if it speaks TLS, its URL begins with https://"));
    }

    /** It sent more than one message may hold. */
    LinkFailure tooLong(String what, int limit) {
        return broke(
                "sent "
                        + what
                        + " longer than the limit of "
                        + limit
                        + " bytes; --max-message raises it (in Java, HttpBackendLimits.withMessage)");
    }

    /** What it sends must wait for its end, and there is no room for that. */
    LinkFailure noRoom(String what) {
        return failure(
                Kind.OVERLOADED,
                "sent "
                        + what
                        + " for which there is no room: too much is waiting already; try again"
                        + " later, or give the program more memory",
                Executed.MAYBE);
    }

    /** What is meant for it would have to wait, and there is no room for that. */
    LinkFailure noRoomToSend(String what) {
        return failure(
                Kind.OVERLOADED,
                "has not taken what waits for it, and there is no room for "
                        + what
                        + "; try again later, or give the program more memory",
                Executed.NO);
    }

    /** It sent an event that could not be kept to its end. */
    LinkFailure ofEvent(MalformedException why, int limit) {
        return why.code() == ErrorCode.OVERLOADED ? noRoom("an event") : tooLong("an event", limit);
    }

    LinkFailure redirected(String where) {
        return failure(
                Kind.BROKE_PROTOCOL,
                "redirects to " + where + "; if that is right, configure the URL it redirects to",
                Executed.NO);
    }

    LinkFailure sessionLost() {
        return failure(
                Kind.SESSION_LOST,
                "no longer knows this session: its state is lost; begin a new session",
                Executed.NO);
    }

    LinkFailure loopsClosed() {
        return failure(Kind.DRAINING, "is not called any more: the program is ending", Executed.NO);
    }

    /** The event stream has ended before it had an endpoint. */
    LinkFailure noStream(String why) {
        return failure(
                Kind.GONE,
                "offers no HTTP+SSE event stream: " + why + "; check the URL",
                Executed.NO);
    }

    /** There is an event stream, of some other kind. */
    LinkFailure strangeStream(String why) {
        return failure(
                Kind.BROKE_PROTOCOL,
                "offers an event stream that is none of HTTP+SSE: " + why + "; check the URL",
                Executed.NO);
    }

    /** The URL brings no event stream. */
    LinkFailure noStream(ShortAnswer answer, String type) {
        int status = answer.status();
        var what =
                answer.isSuccess()
                        ? "GET brings " + type + " with HTTP status " + status
                        : "GET is refused with HTTP status " + status;
        var words = answer.words();
        var advice = status == 401 ? "; set its headers" : "; check the URL";
        var kind =
                status == 429
                        ? Kind.OVERLOADED
                        : answer.isSuccess() ? Kind.BROKE_PROTOCOL : Kind.GONE;
        return failure(
                kind,
                "offers no HTTP+SSE event stream: "
                        + what
                        + (words == null ? "" : ", and says \"" + words + "\"")
                        + advice,
                Executed.NO);
    }

    /** HTTP+SSE is a transport of the handshake era. */
    LinkFailure tooOld() {
        return failure(
                Kind.GONE,
                "is spoken to over HTTP+SSE, which does not carry revision 2026-07-28; configure"
                        + " another transport or an older revision",
                Executed.NO);
    }

    /** On HTTP+SSE the stream is the session. */
    LinkFailure streamEnded(String why) {
        return failure(
                Kind.GONE,
                "has lost its event stream, and the session with it: " + why,
                Executed.MAYBE);
    }

    /** It answered with a status that is no success, and perhaps said why. */
    LinkFailure refused(ShortAnswer answer, String method) {
        int status = answer.status();
        var words = answer.words();
        var says = words == null ? "" : " and says \"" + words + "\"";
        var advice = words == null ? advice(status, method) : adviceBeside(status, method);
        return failure(
                status == 429 ? Kind.OVERLOADED : Kind.GONE,
                "refused "
                        + method
                        + " with HTTP status "
                        + status
                        + says
                        + (advice == null ? "" : ": " + advice),
                executed(status));
    }

    private static String advice(int status, String method) {
        return switch (status) {
            case 401 -> "its credentials are missing or no longer valid; set its headers";
            case 403 -> "these credentials do not allow it";
            case 404, 410 -> "there is no MCP endpoint at this path; correct the URL";
            case 405 -> "it does not take " + method + " at this path; correct the URL";
            case 406, 415 -> "it does not speak MCP at this path; correct the URL";
            case 413 -> "the message is too large for it";
            case 429 -> "too many requests; try again later";
            case 502, 503, 504 -> "it is not available at the moment; try again later";
            default ->
                    status >= 500
                            ? "it failed; its own log says why"
                            : "it did not understand the request";
        };
    }

    /** What to do beside the backend's own words, which say better what is wrong; or null. */
    private static @Nullable String adviceBeside(int status, String method) {
        return switch (status) {
            case 401 -> "set its headers, if it asks for credentials";
            case 403 -> null;
            case 404, 405, 406, 410, 415 -> "check the URL";
            case 413, 429, 502, 503, 504 -> advice(status, method);
            default -> status >= 500 ? "its own log may say more" : null;
        };
    }

    private static Executed executed(int status) {
        return switch (status) {
            case 401, 403, 404, 405, 406, 410, 413, 415, 429 -> Executed.NO;
            default -> Executed.MAYBE;
        };
    }

    private LinkFailure failure(Kind kind, String what, Executed executed) {
        return new LinkFailure(kind, who() + " " + secrets.masked(what), executed);
    }
}

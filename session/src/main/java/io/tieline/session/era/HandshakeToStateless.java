package io.tieline.session.era;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the answers of a backend of the handshake era (revision 2025-11-25 and before) into answers
 * that a client of the stateless era understands (revision 2026-07-28): results carry the name of
 * their server, the codes of errors are those of the newer revision, and pages that a person must
 * visit first become questions.
 *
 * <p>It keeps no state, so any thread may use it.
 */
public final class HandshakeToStateless {

    /** A person visits a few pages; each costs an object and a question. */
    private static final int MOST_PAGES = 256;

    private HandshakeToStateless() {}

    /**
     * The {@code server/discover} result of a backend that has sent this {@code initialize} result
     * (revision 2026-07-28, "Discovery"). It names no revisions, since each hop agrees its own.
     */
    public static Json discovered(Json initializeResult) {
        var instructions = initializeResult.get("instructions");
        var result =
                Json.object(
                        "resultType",
                        "complete",
                        "capabilities",
                        capabilities(initializeResult),
                        "ttlMs",
                        0,
                        "cacheScope",
                        "private");
        result = signed(result, initializeResult);
        return instructions == null ? result : result.with("instructions", instructions);
    }

    /** The capabilities of an {@code initialize} result that can be carried without a session. */
    public static Json capabilities(Json initializeResult) {
        var declared = initializeResult.get("capabilities");
        return declared == null || !declared.isObject()
                ? Json.EMPTY_OBJECT
                : declared.without("tasks");
    }

    /** The same result, with the name of the server that gave it. */
    private static Json signed(Json result, Json initializeResult) {
        var info = initializeResult.get("serverInfo");
        return info == null || !info.isObject()
                ? result
                : result.with(List.of("_meta", MetaKey.SERVER_INFO), info);
    }

    /**
     * The answer of a backend, as the client of this exchange understands it.
     *
     * @param backend the backend's name, for errors
     * @param initializeResult what the backend said of itself; null if that is not known
     */
    public static Response translated(
            Exchange exchange, Response response, String backend, @Nullable Json initializeResult) {
        return switch (response) {
            case Result result -> {
                var body = tools(exchange, result.result());
                yield result.withResult(
                        initializeResult == null ? body : signed(body, initializeResult));
            }
            case Failure failure ->
                    switch (failure.error().code()) {
                        case ErrorCode.RESOURCE_NOT_FOUND -> missing(exchange, failure);
                        case ErrorCode.URL_ELICITATION_REQUIRED ->
                                visit(exchange, failure, backend);
                        default -> failure;
                    };
        };
    }

    /** Says whether a tool runs as a task is the extension's affair in this era. */
    private static Json tools(Exchange exchange, Json result) {
        return exchange.request().method().equals(Method.TOOLS_LIST)
                ? result.withEach("tools", tool -> tool.without("execution"))
                : result;
    }

    /** For another method servers mean something else by this code. */
    private static Failure missing(Exchange exchange, Failure failure) {
        return switch (exchange.request().method()) {
            case Method.RESOURCES_READ, Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE ->
                    notFound(exchange, failure);
            default -> failure;
        };
    }

    /** An unknown resource is a wrong parameter, and the data names it. */
    private static Failure notFound(Exchange exchange, Failure failure) {
        var error = failure.error();
        var params = exchange.request().params();
        var uri = params == null ? null : params.get("uri");
        @Nullable Json data = error.data();
        if (uri != null && (data == null || data.text("uri") == null)) {
            data = (data == null || !data.isObject() ? Json.EMPTY_OBJECT : data).with("uri", uri);
        }
        return Failure.of(
                exchange.request().id(),
                new RpcError(ErrorCode.INVALID_PARAMS, error.message(), data));
    }

    /** The pages that must be visited first become questions; the retry is the call again. */
    private static Response visit(Exchange exchange, Failure failure, String backend) {
        var data = failure.error().data();
        var pages = data == null ? List.<Json>of() : data.list("elicitations");
        var wrong = wrongIn(pages);
        if (wrong != null) {
            var says = Excerpt.of(failure.error().message().getBytes(UTF_8), 200);
            var how = "Backend " + backend + wrong + "; it says: " + says;
            var broken = LinkFailure.of(LinkFailure.Kind.BROKE_PROTOCOL, how);
            return Failure.of(exchange.request().id(), broken.error(backend, "call"));
        }
        if (!exchange.client().capabilities().has("elicitation", "url")) {
            return Failure.of(
                    exchange.request().id(), ClientCapabilities.missing("elicitation", "url"));
        }
        var requests = new LinkedHashMap<String, Json>();
        for (var page : pages) {
            var params = page.without("elicitationId").with("mode", Json.string("url"));
            requests.put(
                    "url" + (requests.size() + 1),
                    Json.object("method", Method.ELICITATION_CREATE, "params", params));
        }
        return Result.of(
                exchange.request().id(),
                Json.object(
                        "resultType", "input_required", "inputRequests", Json.object(requests)));
    }

    /** Why nobody can be sent to these pages; null if everything is in order. */
    private static @Nullable String wrongIn(List<Json> pages) {
        if (pages.isEmpty()) {
            return " wants pages visited (-32042) and names none in data.elicitations";
        }
        if (pages.size() > MOST_PAGES) {
            return " names "
                    + pages.size()
                    + " pages to visit at once; at most "
                    + MOST_PAGES
                    + " are taken";
        }
        return pages.stream().allMatch(HandshakeToStateless::isPage)
                ? null
                : " names a page to visit that is no object with a url and a message";
    }

    private static boolean isPage(Json page) {
        return page.text("url") != null && page.text("message") != null;
    }
}

package io.tieline.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.BackendSession;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the stateless era sees of a backend's answers: those of the handshake era in its
 * own words, those of its own era with the state sealed.
 */
final class Newer {

    /** A person visits a few pages; each costs an object and a question. */
    private static final int MOST_PAGES = 256;

    private Newer() {}

    /** Sees to it that the answer of this exchange is one that its client understands. */
    static void translate(Exchange exchange, BackendSession session, Target target) {
        exchange.onFinish(response ->
                session.isStateless()
                        ? passed(exchange, response, target)
                        : translated(exchange, response, target));
    }

    private static Response passed(Exchange exchange, Response response, Target target) {
        if (response instanceof Result result && asksForInput(result.result())) {
            return result.withResult(new PassedState(target).sealed(exchange, result.result()));
        }
        return response;
    }

    private static boolean asksForInput(Json result) {
        return "input_required".equals(result.text("resultType"));
    }

    private static Response translated(Exchange exchange, Response response, Target target) {
        return switch (response) {
            case Result result -> {
                var seen = target.lastSeen();
                var body = tools(exchange, result.result());
                yield result.withResult(seen == null ? body : Discovered.signed(body, seen));
            }
            case Failure failure ->
                    switch (failure.error().code()) {
                        case ErrorCode.RESOURCE_NOT_FOUND -> missing(exchange, failure);
                        case ErrorCode.URL_ELICITATION_REQUIRED -> visit(exchange, failure, target);
                        default -> failure;
                    };
        };
    }

    /** Whether a tool runs as a task is the extension's affair in this era. */
    private static Json tools(Exchange exchange, Json result) {
        return exchange.request().method().equals(Method.TOOLS_LIST)
                ? result.withEach("tools", tool -> tool.without("execution"))
                : result;
    }

    /** Of another method, servers mean something else by this code. */
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
    private static Response visit(Exchange exchange, Failure failure, Target target) {
        var data = failure.error().data();
        var pages = data == null ? List.<Json>of() : data.list("elicitations");
        var wrong = wrongIn(pages);
        if (wrong != null) {
            var says = Excerpt.of(failure.error().message().getBytes(UTF_8), 200);
            var how = "Backend " + target.name() + wrong + "; it says: " + says;
            var broken = LinkFailure.of(LinkFailure.Kind.BROKE_PROTOCOL, how);
            return Failure.of(exchange.request().id(), broken.error(target.name(), "call"));
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
        return pages.stream().allMatch(Newer::isPage)
                ? null
                : " names a page to visit that is no object with a url and a message";
    }

    private static boolean isPage(Json page) {
        return page.text("url") != null && page.text("message") != null;
    }
}

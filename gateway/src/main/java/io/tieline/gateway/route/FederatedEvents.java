package io.tieline.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Seal;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of several servers (extension {@code io.modelcontextprotocol/events}): they are
 * polled, streamed and subscribed to at the server of their type, and their cursors are sealed with
 * it, since two servers may give equal ones. Keeps no state; on the strand of whose request it is.
 */
final class FederatedEvents {

    private static final String SUBSCRIBE = "events/subscribe";

    private static final Set<String> METHODS =
            Set.of("events/poll", "events/stream", SUBSCRIBE, "events/unsubscribe");

    private static final byte[] CURSOR = "cursor of events".getBytes(UTF_8);

    private final Seal seal;

    FederatedEvents(Seal seal) {
        this.seal = seal;
    }

    /** Whether a request of this method names a type of events. */
    static boolean areMeantBy(String method) {
        return METHODS.contains(method);
    }

    /** Serves a request about events of one type. */
    void serve(Party party, Exchange exchange, Request request, View.Owned type) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var cursor = params.text("cursor");
        var own = cursor == null ? null : opened(type, cursor);
        if (cursor != null && own == null && !request.method().equals(SUBSCRIBE)) {
            var why =
                    "This cursor was not given for events of the type "
                            + type.entry().shownKey()
                            + "; begin without one";
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, why));
            return;
        }
        exchange.onFinish(response ->
                response instanceof Result result
                        ? result.withResult(inClientsWords(type, result.result()))
                        : response);
        exchange.onSaid(said -> inClientsWords(type, said));
        var named = params.with("name", Json.string(type.entry().nativeKey()));
        // Whoever is called back at a URL has the cursors of the server itself.
        var sent = own == null ? named : named.with("cursor", Json.string(own));
        party.serve(type.server(), exchange, request.withParams(sent));
    }

    private static Json context(View.Owned type, String cursor) {
        return Json.object(
                "server", type.server().name(),
                "type", type.entry().nativeKey(),
                "cursor", cursor);
    }

    private @Nullable String opened(View.Owned type, String sealed) {
        var content = seal.open(sealed, CURSOR);
        if (content == null) {
            return null;
        }
        var opened = Json.of(new String(content, UTF_8));
        var cursor = opened.text("cursor");
        return cursor != null && context(type, cursor).equals(opened) ? cursor : null;
    }

    /** A result, or what is told on the way: of the type that the client has named. */
    private Json inClientsWords(View.Owned type, Json said) {
        var shown = said;
        var cursor = said.text("cursor");
        if (cursor != null) {
            var content = context(type, cursor).toString().getBytes(UTF_8);
            shown = shown.with("cursor", Json.string(seal.close(content, CURSOR)));
        }
        if (type.entry().nativeKey().equals(said.text("name"))) {
            shown = shown.with("name", Json.string(type.entry().shownKey()));
        }
        return shown.withEach("events", event -> inClientsWords(type, event));
    }
}

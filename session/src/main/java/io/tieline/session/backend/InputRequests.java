package io.tieline.session.backend;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the {@code inputRequests} of a result before anybody is asked: a server may put three
 * kinds of request there, and only those for which the client has declared a capability (revision
 * 2026-07-28, "Multi Round-Trip Requests").
 */
final class InputRequests {

    private InputRequests() {}

    /**
     * Says whether the state that the next attempt must bring is none that it can bring: a text.
     */
    static boolean hasOddState(Json inputRequired) {
        var state = inputRequired.get("requestState");
        return state != null && !state.isString() && !state.isNull();
    }

    static LinkFailure oddState(String backend) {
        return LinkFailure.of(
                Kind.BROKE_PROTOCOL,
                "Backend " + backend + " asked for input with a requestState that is no text");
    }

    /** The first method that has no place in a result; null if there is none. */
    static @Nullable String strangeIn(Json inputRequests) {
        return inputRequests.members().stream()
                .map(each -> String.valueOf(each.value().text("method")))
                .filter(method -> !MethodTraits.isInput(method))
                .findFirst()
                .orElse(null);
    }

    /** The first capability that this client would need and lacks; null if there is none. */
    static @Nullable String lackedFor(Json inputRequests, ClientCapabilities client) {
        return inputRequests.members().stream()
                .map(each -> client.lackedFor(question(each.value())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Request question(Json inputRequest) {
        var params = inputRequest.get("params");
        return Request.of(
                Id.of(0),
                String.valueOf(inputRequest.text("method")),
                params == null || !params.isObject() ? null : params);
    }

    /** The failure of a call whose backend asks for something that no client can be asked. */
    static LinkFailure broken(String backend, String method) {
        return LinkFailure.of(
                Kind.BROKE_PROTOCOL,
                "Backend "
                        + backend
                        + " asked for the input "
                        + MethodTraits.shown(method)
                        + ", which revision 2026-07-28 does not let a server ask for");
    }
}

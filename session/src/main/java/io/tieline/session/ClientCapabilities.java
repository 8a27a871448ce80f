package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client said that it can be asked: in its {@code initialize} (all handshake revisions,
 * "Lifecycle: Capability Negotiation"), or in the envelope of this request (2026-07-28).
 *
 * @param json the {@code capabilities} object as the client wrote it
 */
public record ClientCapabilities(Json json) {

    /** A client that can be asked nothing. */
    public static final ClientCapabilities NONE = new ClientCapabilities(Json.EMPTY_OBJECT);

    /** Whether the client may be asked anything in the middle of a call. */
    public boolean anyQuestion() {
        return has("elicitation") || has("sampling") || has("roots");
    }

    /** Whether the capability was declared; nested ones by their path. */
    public boolean has(String... path) {
        var value = json.at(path);
        return value != null && value.isObject();
    }

    /**
     * The error of a request that cannot be served without the capability at this path (revision
     * 2026-07-28).
     */
    public static RpcError missing(String... path) {
        var required = Json.EMPTY_OBJECT.with(List.of(path), Json.EMPTY_OBJECT);
        return new RpcError(
                ErrorCode.MISSING_CLIENT_CAPABILITY,
                "This request needs the client capability "
                        + String.join(".", path)
                        + ", which it does not declare",
                Json.object("requiredCapabilities", required));
    }

    /**
     * The capability that the client would need for this question and did not declare, or null if
     * it may be asked.
     */
    public @Nullable String lackedFor(Request question) {
        return switch (question.method()) {
            case Method.ELICITATION_CREATE -> lackedForElicitation(question);
            case Method.SAMPLING_CREATE_MESSAGE -> lackedForSampling(question);
            case Method.ROOTS_LIST -> unless(has("roots"), "roots");
            default -> null;
        };
    }

    private @Nullable String lackedForElicitation(Request question) {
        if (!has("elicitation")) {
            return "elicitation";
        }
        var params = question.params();
        boolean url = params != null && "url".equals(params.text("mode"));
        if (url) {
            return unless(has("elicitation", "url"), "elicitation.url");
        }
        // An empty object means form only; one that names url alone has declined forms (2025-11-25,
        // "Elicitation").
        boolean form = has("elicitation", "form") || !has("elicitation", "url");
        return unless(form, "elicitation.form");
    }

    private @Nullable String lackedForSampling(Request question) {
        if (!has("sampling")) {
            return "sampling";
        }
        var params = question.params();
        boolean tools =
                params != null && (params.get("tools") != null || params.get("toolChoice") != null);
        return unless(!tools || has("sampling", "tools"), "sampling.tools");
    }

    private static @Nullable String unless(boolean present, String capability) {
        return present ? null : capability;
    }
}

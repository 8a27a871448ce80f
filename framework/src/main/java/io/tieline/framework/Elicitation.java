package io.tieline.framework;

import io.tieline.wire.Json;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A question that a server asks the user in the middle of a request (since 2025-06-18,
 * "Elicitation").
 *
 * @param json the parameters as they stand on the wire
 */
public record Elicitation(Json json) {

    /** Answers a question. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one question. The thread is interrupted if the server withdraws it. What the
         * accepted content leaves out is filled with the defaults of the {@link #schema}
         * (SEP-1034).
         *
         * @throws io.tieline.wire.McpException to answer with a JSON-RPC error
         * @throws Exception anything else: the server learns that the client failed, not why
         */
        Answer<?> answer(Elicitation question) throws Exception;
    }

    /** What the user shall read. */
    public String message() {
        return JsonMembers.required(json, "message");
    }

    /** The JSON Schema of the form, a flat object; empty in url mode. */
    public Json schema() {
        return JsonMembers.object(json, "requestedSchema");
    }

    /** The page that the user shall visit in url mode (since 2025-11-25); null for a form. */
    public @Nullable URI url() {
        var url = json.text("url");
        if (url == null || !"url".equals(json.text("mode"))) {
            return null;
        }
        try {
            return URI.create(url);
        } catch (IllegalArgumentException otherwise) {
            throw JsonMembers.misfit("url", "is no URI");
        }
    }

    /** What {@code notifications/elicitation/complete} will name, in url mode. */
    public @Nullable String elicitationId() {
        return json.text("elicitationId");
    }
}

package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an argument may become (all revisions, "Completion").
 *
 * @param json the member {@code completion} of the result, as it stands on the wire
 */
public record Completion(Json json) {

    /** The protocol's bound on the values of one answer. */
    private static final int MOST = 100;

    /** Suggests values. Runs on a virtual thread of its own and may block. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Suggests values, the best first; those beyond the hundredth are not sent.
         *
         * @throws Exception the client learns that completion failed, not why
         */
        List<String> complete(McpContext context, Request request) throws Exception;
    }

    /**
     * What a client has typed so far.
     *
     * @param json the parameters as they stand on the wire
     */
    public record Request(Json json) {

        /** An argument of a prompt. */
        public static Request ofPrompt(String prompt, String argument, String value) {
            return of(Json.object("type", "ref/prompt", "name", prompt), argument, value);
        }

        /** A variable of a resource template. */
        public static Request ofTemplate(String uriTemplate, String variable, String value) {
            return of(Json.object("type", "ref/resource", "uri", uriTemplate), variable, value);
        }

        private static Request of(Json ref, String argument, String value) {
            var typed = Json.object("name", argument, "value", value);
            return new Request(Json.object("ref", ref, "argument", typed));
        }

        /** The name of the prompt, or the template, that is being filled in. */
        public String reference() {
            var ref = JsonMembers.object(json, "ref");
            return JsonMembers.required(ref, ref.get("name") == null ? "uri" : "name");
        }

        /** The argument's name. */
        public String argument() {
            return JsonMembers.required(JsonMembers.object(json, "argument"), "name");
        }

        /** What has been typed. */
        public String value() {
            return JsonMembers.required(JsonMembers.object(json, "argument"), "value");
        }

        /** The arguments that are settled already (since 2025-06-18). */
        public Values context() {
            return new Values(JsonMembers.object(JsonMembers.object(json, "context"), "arguments"));
        }

        /** The same request with the arguments that are settled already. */
        public Request withContext(Json arguments) {
            return new Request(json.with(List.of("context", "arguments"), arguments));
        }
    }

    static Completion of(List<String> values) {
        boolean more = values.size() > MOST;
        var sent = more ? values.subList(0, MOST) : values;
        return new Completion(
                Json.object(
                        "values",
                        JsonMembers.strings(sent),
                        "total",
                        values.size(),
                        "hasMore",
                        more));
    }

    /** The suggestions, the best first; at most 100. */
    public List<String> values() {
        return json.texts("values");
    }

    /** How many there are in all, if the server knows. */
    public OptionalLong total() {
        return json.integer("total");
    }

    /** Whether there are more than were sent. */
    public boolean hasMore() {
        return JsonMembers.flag(json, "hasMore");
    }
}

package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The questions that a client said it can be asked: in its {@code initialize} (all handshake
 * revisions, "Lifecycle: Capability Negotiation"), or in the metadata of this request (2026-07-28).
 *
 * @param json the {@code capabilities} object as the client wrote it
 */
public record ClientCapabilities(Json json) {

    /** A client that can be asked nothing. */
    public static final ClientCapabilities NONE = new ClientCapabilities(Json.EMPTY_OBJECT);

    /** The extension to revision 2026-07-28 by which servers make tasks. */
    private static final String TASKS = "io.modelcontextprotocol/tasks";

    private static final int LONGEST_MODE = 32;

    /** Says whether the client may be asked anything in the middle of a call. */
    public boolean anyQuestion() {
        return has("elicitation") || has("sampling") || has("roots");
    }

    /** Says whether the capability was declared; nested ones by their path. */
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
     * The error of a request about a task where the client does not say that it knows tasks, which
     * one of revision 2026-07-28 must (extension "Tasks"); null if it may be made.
     */
    public @Nullable RpcError missingForTasks(Revision revision) {
        return revision.isStateless() && !has("extensions", TASKS)
                ? missing("extensions", TASKS)
                : null;
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
            // A question about what a client has been asked to run as a task (2025-11-25, "Tasks").
            case Method.TASKS_GET, Method.TASKS_RESULT -> unless(has("tasks"), "tasks");
            case Method.TASKS_LIST -> unless(has("tasks", "list"), "tasks.list");
            case Method.TASKS_CANCEL -> unless(has("tasks", "cancel"), "tasks.cancel");
            default -> null;
        };
    }

    private @Nullable String lackedForElicitation(Request question) {
        if (!has("elicitation")) {
            return "elicitation";
        }
        var params = question.params();
        var mode = params == null ? null : params.text("mode");
        if (mode != null && !mode.equals("form")) {
            return unless(has("elicitation", mode), "elicitation." + shown(mode));
        }
        // An empty object means form only; one that names url alone has declined forms (2025-11-25,
        // "Elicitation").
        boolean form = has("elicitation", "form") || !has("elicitation", "url");
        return unless(form, "elicitation.form");
    }

    /** A mode of a later revision, or one that its server has made up. */
    private static String shown(String mode) {
        return mode.length() <= LONGEST_MODE && mode.chars().allMatch(Character::isLetter)
                ? mode
                : "(another mode)";
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

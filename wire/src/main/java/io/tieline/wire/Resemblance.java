package io.tieline.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells an answer whose writer has forgotten {@code jsonrpc} from the records that programs print,
 * which have ids and results of their own: it has the members of an answer alone, and in them what
 * only MCP has.
 */
final class Resemblance {

    private static final List<String> ANSWER = List.of("id", "result", "error", "method", "params");

    private static final List<String> RESULT =
            List.of(
                    "content",
                    "structuredContent",
                    "protocolVersion",
                    "supportedVersions",
                    "resultType",
                    "tools",
                    "prompts",
                    "messages",
                    "resources",
                    "resourceTemplates",
                    "contents",
                    "completion");

    private Resemblance() {}

    static boolean isAnswer(ScannedMessage envelope) {
        return envelope.problem == null
                && envelope.json.isObject()
                && Nulls.isValue(envelope.id)
                && !Nulls.isValue(envelope.method)
                && !Nulls.isValue(envelope.params)
                && hasOnly(envelope.json)
                && (isResult(envelope.result) || isError(envelope));
    }

    private static boolean hasOnly(Json message) {
        return message.members().stream().allMatch(member -> ANSWER.contains(member.name()));
    }

    private static boolean isResult(@Nullable Json result) {
        return result != null
                && result.isObject()
                && RESULT.stream().anyMatch(name -> result.get(name) != null);
    }

    private static boolean isError(ScannedMessage envelope) {
        return envelope.code != null
                && envelope.code.isNumber()
                && envelope.message != null
                && envelope.message.isString();
    }
}

package io.tieline.http.server;

import static io.tieline.http.io.McpHeaders.METHOD;
import static io.tieline.http.io.McpHeaders.NAME;
import static io.tieline.http.io.McpHeaders.VERSION;

import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.HeaderText;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which a request of the stateless era repeats what its body says (revision
 * 2026-07-28, "Transports: Standard Request Headers"). Somebody before us may have decided by them,
 * so that a request whose headers say something else than its body is refused.
 *
 * <p>Which arguments of a tool its {@code Mcp-Param-*} repeat, only the tool's server knows: here
 * they have to be readable, and no more.
 */
final class StatelessHeaders {

    private static final String PARAMETER = "mcp-param-";

    /** Where the name is that a request of such a method must repeat. */
    private static final Map<String, String> NAMED =
            Map.of(
                    Method.TOOLS_CALL, "name",
                    Method.PROMPTS_GET, "name",
                    Method.RESOURCES_READ, "uri",
                    Method.TASKS_GET, "taskId",
                    Method.TASKS_UPDATE, "taskId",
                    Method.TASKS_CANCEL, "taskId");

    private StatelessHeaders() {}

    /**
     * Compares the headers of a request with its body, as far as we know the revision's rules. An
     * envelope that names no revision is not judged here: there is nothing to compare with.
     *
     * @throws McpException -32020 if they differ, are missing, or cannot be read
     */
    static void check(Request request, HttpHeaders headers) {
        var meta = request.meta();
        var version = meta == null ? null : meta.text(MetaKey.PROTOCOL_VERSION);
        if (version == null) {
            return;
        }
        compare(VERSION, only(VERSION, headers), version);
        if (version.equals(Revision.STATELESS.text())) {
            compare(METHOD, decoded(METHOD, only(METHOD, headers)), request.method());
            var name = NAMED.get(request.method());
            if (name != null) {
                var params = request.params();
                var named = params == null ? null : params.text(name);
                compare(NAME, decoded(NAME, only(NAME, headers)), named);
            }
            headers.forEach(header -> checkParameter(header.getKey(), headers));
        }
    }

    /**
     * Compares the revision that a notification names with its envelope, if it has one.
     *
     * @throws McpException -32020 if they differ, -32022 if the revision is not spoken here
     */
    static void check(Notification told, HttpHeaders headers) {
        var version = only(VERSION, headers);
        var inBody = StreamableEndpoint.version(told);
        if (inBody != null) {
            compare(VERSION, version, inBody);
        }
        if (!Revision.STATELESS.text().equals(version)) {
            throw new McpException(
                    ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                    "This revision is not spoken here without a handshake");
        }
    }

    /** The value of a header that can be there once: of two, others may have read the other one. */
    private static @Nullable String only(CharSequence name, HttpHeaders headers) {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw mismatch("The header " + name + " is there more than once", null, null);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private static void checkParameter(String name, HttpHeaders headers) {
        if (name.regionMatches(true, 0, PARAMETER, 0, PARAMETER.length())) {
            var _ = decoded(name, only(name, headers));
        }
    }

    private static @Nullable String decoded(CharSequence name, @Nullable String value) {
        try {
            return value == null ? null : HeaderText.decode(value);
        } catch (MalformedException malformed) {
            throw mismatch("The header " + name + " is no Base64 though it says so", value, null);
        }
    }

    private static void compare(CharSequence name, @Nullable String header, @Nullable String body) {
        if (header == null && body != null) {
            throw mismatch("The header " + name + " is missing", null, body);
        }
        if (!Objects.equals(header, body)) {
            throw mismatch("The header " + name + " differs from the body", header, body);
        }
    }

    private static McpException mismatch(
            String message, @Nullable String header, @Nullable String body) {
        var both = Json.object("header", header, "body", body);
        return new McpException(
                new RpcError(ErrorCode.HEADER_MISMATCH, message, Json.object("mismatch", both)));
    }
}

package io.tieline.session.backend;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The history of one backend in all its sessions: which tools, prompts and resources ask questions,
 * and which arguments of a tool are mirrored into headers. The first decides only who waits for
 * whom on a link that cannot attribute, never whom a question reaches. Safe for use by several
 * threads; bounded, since the names come from clients.
 */
public final class AskingHistory {

    private static final int MAX_KEYS = 4096;
    private static final int MAX_NAME = 256;

    /** The way in which the backend treats notifications; nobody may answer one. */
    enum Notified {
        UNKNOWN,
        IS_SILENT,
        ANSWERS
    }

    private volatile Notified notified = Notified.UNKNOWN;

    private final Map<String, AskingProfile> known = new ConcurrentHashMap<>();

    private final HeaderMirror mirror;

    /** Nothing is known yet, and there is room for whatever is learned. */
    public AskingHistory() {
        this(Budget.UNLIMITED.connection());
    }

    /**
     * Nothing is known yet.
     *
     * @param account what is kept of the listings is charged to it; where there is no room for a
     *     tool it stays unknown
     */
    public AskingHistory(Account account) {
        this.mirror = new HeaderMirror(account);
    }

    /** Gives back what was charged; nothing more is learned of the listings. */
    public void close() {
        mirror.close();
    }

    HeaderMirror mirror() {
        return mirror;
    }

    /**
     * Why a tool call that came over HTTP without a session cannot be believed: one of its headers
     * says something else than its arguments (2026-07-28, "Custom Headers from Tool Parameters").
     * Null if they agree, as far as the tool is known.
     */
    public @Nullable RpcError contradiction(Request call, Map<String, String> headers) {
        return isMirrored(headers) ? differing(mirror.contradiction(call, headers)) : null;
    }

    /**
     * The same for a call of a tool as it is listed.
     *
     * @param params those of the call
     */
    public static @Nullable RpcError contradiction(
            Json params, Json tool, Map<String, String> headers) {
        return isMirrored(headers)
                ? differing(HeaderMirror.contradiction(params, tool, headers))
                : null;
    }

    private static boolean isMirrored(Map<String, String> headers) {
        return headers.containsKey("mcp-method");
    }

    private static @Nullable RpcError differing(@Nullable String header) {
        return header == null
                ? null
                : RpcError.of(
                        ErrorCode.HEADER_MISMATCH,
                        "The header " + header + " does not say what the arguments say");
    }

    /** The key under which a request is remembered, or null if nothing can be learned from it. */
    static @Nullable String key(Request request) {
        var params = request.params();
        if (params == null) {
            return null;
        }
        var name =
                switch (request.method()) {
                    case Method.TOOLS_CALL, Method.PROMPTS_GET -> params.text("name");
                    case Method.RESOURCES_READ -> params.text("uri");
                    default -> null;
                };
        return name == null || name.length() > MAX_NAME ? null : request.method() + " " + name;
    }

    AskingProfile of(@Nullable String key) {
        return key == null ? AskingProfile.UNKNOWN : known.getOrDefault(key, AskingProfile.UNKNOWN);
    }

    /** Has asked: that is never forgotten. */
    void asks(@Nullable String key) {
        put(key, AskingProfile.ASKS);
    }

    /** Ran beside others when a question came. */
    void suspect(@Nullable String key) {
        if (of(key) != AskingProfile.ASKS) {
            put(key, AskingProfile.SUSPECT);
        }
    }

    /** Ran alone, and asked nothing. */
    void quiet(@Nullable String key) {
        if (!isSettled(key)) {
            put(key, AskingProfile.PLAIN);
        }
    }

    /** Says whether it would stay what it is if it ran alone and asked nothing. */
    boolean isSettled(@Nullable String key) {
        var now = of(key);
        return now == AskingProfile.ASKS || now == AskingProfile.PLAIN;
    }

    Notified notified() {
        return notified;
    }

    /** Has been seen to do so; what was seen first is its habit. */
    void notified(Notified seen) {
        if (notified == Notified.UNKNOWN) {
            notified = seen;
        }
    }

    private void put(@Nullable String key, AskingProfile habit) {
        if (key != null && (known.size() < MAX_KEYS || known.containsKey(key))) {
            known.put(key, habit);
        }
    }
}

package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.McpHeaders;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response of which only the status and what it says in a few words count: a refusal, or an
 * acknowledgement. Immutable.
 */
final class ShortAnswer {

    /** So much of a body is read. */
    static final int MAX_BYTES = 64 * 1024;

    /** So much of its words is shown. */
    private static final int SHOWN_BYTES = 200;

    /** How often words are looked for in an object within an object. */
    private static final int DEEP = 3;

    /** What the usual SDKs say of a session that they do not know. */
    private static final int SESSION_NOT_FOUND = -32001;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final int status;
    private final @Nullable String words;
    private final @Nullable Response message;
    private final @Nullable String sessionId;

    /**
     * @param body its beginning, of at most {@link #MAX_BYTES}
     */
    ShortAnswer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.sessionId = headers.get(McpHeaders.SESSION_ID);
        var encoding = encoding(headers);
        this.message = encoding == null && body.length > 0 ? message(body) : null;
        this.words = encoding == null ? words(body) : "a body that is encoded as " + encoding;
    }

    /** How a body is encoded, although nobody has asked for that; null if it is not. */
    static @Nullable String encoding(HttpHeaders headers) {
        var value = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        return value == null || value.isBlank() || value.strip().equalsIgnoreCase("identity")
                ? null
                : Excerpt.of(value.strip().getBytes(UTF_8), SHOWN_BYTES);
    }

    int status() {
        return status;
    }

    boolean isSuccess() {
        return status >= 200 && status <= 299;
    }

    /**
     * Whether it shows that the backend lives: a proxy may say the other statuses of one that it
     * does not reach.
     */
    boolean showsLife() {
        return switch (status) {
            case 502, 503, 504 -> false;
            default -> true;
        };
    }

    /** The session that it names, if it names one. */
    @Nullable String sessionId() {
        return sessionId;
    }

    /** The JSON-RPC error that its body is, whosever; null if it is none. */
    @Nullable Failure error() {
        return message instanceof Failure failure ? failure : null;
    }

    /** Whether its body is a JSON-RPC result, whosever. */
    boolean isResult() {
        return message instanceof Result;
    }

    /** What it says, on one line, escaped and shortened; null if it says nothing. */
    @Nullable String words() {
        return words;
    }

    private static @Nullable Response message(byte[] body) {
        try {
            return Message.parse(body, Limits.DEFAULT) instanceof Response response
                    ? response
                    : null;
        } catch (MalformedException other) {
            return null;
        }
    }

    private @Nullable String words(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        var error = error();
        var said = error == null ? said(bytes) : error.error().message();
        var line = BLANKS.matcher(said).replaceAll(" ").strip().replace('"', '\'');
        return line.isEmpty() ? null : Excerpt.of(line.getBytes(UTF_8), SHOWN_BYTES);
    }

    private static String said(byte[] bytes) {
        try {
            var found = find(Json.parse(bytes, Limits.DEFAULT), DEEP);
            return found == null ? new String(bytes, UTF_8) : found;
        } catch (MalformedException noJson) {
            var text = new String(bytes, UTF_8);
            return text.stripLeading().startsWith("<") ? new PageText(text).said() : text;
        }
    }

    /** The member in which APIs usually say what is wrong. */
    private static @Nullable String find(Json json, int deep) {
        if (json.isString()) {
            return json.asString();
        }
        if (!json.isObject() || deep == 0) {
            return null;
        }
        for (var name : new String[] {"error_description", "message", "detail", "error", "title"}) {
            var member = json.get(name);
            var found = member == null ? null : find(member, deep - 1);
            if (found != null && !found.isBlank()) {
                return found;
            }
        }
        return null;
    }

    /** Whether it speaks of sessions, or of a handshake that was never made. */
    boolean speaksOfSession() {
        var error = error();
        if (error != null) {
            return speaksOfSession(error);
        }
        return words != null && isAboutSession(words);
    }

    /** The same of an error, whatever the status. */
    static boolean speaksOfSession(Failure failure) {
        return failure.error().code() == SESSION_NOT_FOUND
                || isAboutSession(failure.error().message());
    }

    private static boolean isAboutSession(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("session")
                || lower.contains("not initialized")
                || lower.contains("not initialised");
    }
}

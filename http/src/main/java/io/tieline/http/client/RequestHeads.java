package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tieline.http.io.HeaderRules;
import io.tieline.wire.Payload;
import io.tieline.wire.Revision;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the HTTP requests of one link, head and body into one buffer: the headers of the link,
 * those of the session, those of the single request, and nothing else. On the link's event loop.
 */
final class RequestHeads {

    private static final String POST =
            "accept: application/json, text/event-stream\r\ncontent-type: application/json\r\n";
    private static final String GET = "accept: text/event-stream\r\n";
    private static final byte[] CONTENT_LENGTH = "content-length: ".getBytes(US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(US_ASCII);

    private final String host;
    private final LinkHeaders headers;
    private @Nullable String sessionId;
    private @Nullable Revision revision;
    private byte @Nullable [] usualPost;
    private @Nullable Map<String, String> usualHeaders;

    RequestHeads(BackendAddress origin, LinkHeaders headers) {
        this.host = "host: " + origin.authority() + "\r\n";
        this.headers = headers;
    }

    @Nullable String sessionId() {
        return sessionId;
    }

    void session(String id) {
        sessionId = id;
        usualPost = null;
    }

    /** In the revision of these heads. */
    void negotiatedAs(RequestHeads other) {
        revision = other.revision;
    }

    void negotiated(Revision negotiated) {
        revision = negotiated;
        usualPost = null;
    }

    /** A POST of this message; a header of the request's own wins over one of the link. */
    ByteBuf post(ByteBufAllocator allocator, String target, Map<String, String> own, Payload body) {
        var fields = own.isEmpty() ? usualPost() : (POST + common(own)).getBytes(UTF_8);
        var length = Integer.toString(body.length()).getBytes(US_ASCII);
        int size = 64 + target.length() + fields.length + length.length + body.length();
        var out = line(allocator.directBuffer(size), "POST ", target).writeBytes(fields);
        out.writeBytes(CONTENT_LENGTH).writeBytes(length).writeBytes(END);
        body.writeTo(out::writeBytes);
        return out;
    }

    /** A GET of an event stream, from behind this event if it is to be resumed. */
    ByteBuf get(
            ByteBufAllocator allocator,
            String target,
            Map<String, String> own,
            @Nullable String lastEventId) {
        var resume = lastEventId == null ? "" : "last-event-id: " + lastEventId + "\r\n";
        return bodiless(allocator, "GET ", target, GET + resume + common(own));
    }

    /** A DELETE of the session. */
    ByteBuf delete(ByteBufAllocator allocator, String target) {
        return bodiless(allocator, "DELETE ", target, common(Map.of()));
    }

    private static ByteBuf bodiless(
            ByteBufAllocator allocator, String method, String target, String headers) {
        var bytes = headers.getBytes(UTF_8);
        var out = allocator.directBuffer(32 + target.length() + bytes.length);
        return line(out, method, target).writeBytes(bytes).writeBytes(END, 0, 2);
    }

    private static ByteBuf line(ByteBuf out, String method, String target) {
        out.writeCharSequence(method, US_ASCII);
        out.writeCharSequence(target, US_ASCII);
        return out.writeBytes(VERSION);
    }

    @SuppressWarnings("ReferenceEquality") // another map is another set of headers
    private byte[] usualPost() {
        var now = headers.now();
        var known = usualPost;
        if (known == null || now != usualHeaders) {
            known = (POST + common(Map.of())).getBytes(UTF_8);
            usualPost = known;
            usualHeaders = now;
        }
        return known;
    }

    private String common(Map<String, String> own) {
        boolean stateless = HeaderRules.areStateless(own);
        var text = new StringBuilder(host);
        headers.now()
                .forEach((name, value) -> {
                    var other = own.get(name);
                    var sent = other == null ? value : headers.configured(name);
                    if (sent != null && !isSent(name, other, stateless)) {
                        append(text, name, sent);
                    }
                });
        own.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (isSent(lower, value, stateless)) {
                append(text, lower, value);
            }
        });
        if (stateless) {
            return text.toString(); // It stands for itself, and has said its revision.
        }
        if (sessionId != null) {
            append(text, "mcp-session-id", sessionId);
        }
        if (revision != null && revision.hasVersionHeader()) {
            append(text, "mcp-protocol-version", revision.text());
        }
        return text.toString();
    }

    /** An empty one that repeats nothing of the message says that its client has sent none. */
    private static boolean isSent(String name, @Nullable String value, boolean stateless) {
        return value != null
                && (!value.isEmpty() || HeaderRules.isMirrored(name))
                && HeaderRules.isSendable(name, value, stateless);
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}

package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.tieline.http.io.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request must be, whatever is asked for, so that nobody before us has read
 * another request (RFC 9112, sections 2.3 and 6.1; RFC 9110, sections 5.3 and 10.1.4).
 */
final class HeadRules {

    /** Of two such headers somebody before us may have decided by the other one. */
    private static final List<CharSequence> SINGLE =
            List.of(HttpHeaderNames.AUTHORIZATION, HttpHeaderNames.CONTENT_TYPE);

    private static final String CHUNKED = "chunked";

    private HeadRules() {}

    /** Why this head is refused; null if it may pass. */
    static @Nullable Refusal refusal(HttpRequest request) {
        if (!isSpoken(request.protocolVersion())) {
            return Refusal.of(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        var headers = request.headers();
        for (var name : SINGLE) {
            if (Fields.isRepeated(headers, name)) {
                return repeated(name);
            }
        }
        for (var coding : tokens(headers, HttpHeaderNames.TE)) {
            if (isChunked(coding)) {
                return Refusal.of(400, "TE must not name chunked; leave the header out");
            }
        }
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING) ? coded(request) : null;
    }

    /** Whatever weight it has. */
    private static boolean isChunked(String token) {
        int end = token.indexOf(';');
        return (end < 0 ? token : token.substring(0, end).strip()).equals(CHUNKED);
    }

    /** Only the two themselves: the decoder checks less where a version merely equals them. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSpoken(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    private static @Nullable Refusal coded(HttpRequest request) {
        var codings = tokens(request.headers(), HttpHeaderNames.TRANSFER_ENCODING);
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                || codings.indexOf(CHUNKED) < codings.size() - 1) {
            return Refusal.of(400, "The end of a body with this Transfer-Encoding is not certain");
        }
        return codings.size() == 1
                ? null
                : Refusal.of(501, "Of the transfer codings only chunked is understood, by itself");
    }

    private static List<String> tokens(HttpHeaders headers, CharSequence name) {
        if (!headers.contains(name)) {
            return List.of();
        }
        var tokens = new ArrayList<String>();
        for (var value : headers.getAll(name)) {
            for (var token : value.split(",", -1)) {
                tokens.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        return tokens;
    }

    /** The refusal of a header that is there more than once. */
    static Refusal repeated(CharSequence name) {
        return Refusal.of(400, "The header " + name + " is there more than once; send it once");
    }
}

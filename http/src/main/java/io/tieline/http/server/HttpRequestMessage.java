package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tieline.session.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request of a client, whole, from a source that may call this listener. */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of a body is not worth its cost
record HttpRequestMessage(
        HttpMethod method, RequestTarget target, HttpHeaders headers, byte[] body, Caller caller) {

    @Nullable String header(CharSequence name) {
        return headers.get(name);
    }

    /** Whether the body says that it is JSON; anything else a web page could send unasked. */
    boolean isJson() {
        var type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        var essence = end < 0 ? type : type.substring(0, end);
        return essence.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}

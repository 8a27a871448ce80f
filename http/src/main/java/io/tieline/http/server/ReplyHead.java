package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The head of a response as it goes on the wire (RFC 9112, sections 2.2 and 4): of one's own
 * status, names and values, so that nothing has to be looked up or quoted.
 */
final class ReplyHead {

    private final StringBuilder text = new StringBuilder(256);

    ReplyHead(int status) {
        text.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpResponseStatus.valueOf(status).reasonPhrase())
                .append("\r\n");
    }

    /**
     * Adds a header.
     *
     * @throws IllegalArgumentException if the value could end the header or the head
     */
    ReplyHead header(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '\u00ff' || c == '\u007f') {
                throw new IllegalArgumentException("no header value for " + name);
            }
        }
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    ReplyHead header(String name, int value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    byte[] bytes() {
        return text.append("\r\n").toString().getBytes(ISO_8859_1);
    }
}

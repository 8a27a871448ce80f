package io.tieline.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Decodes requests, and refuses those whose end is a matter of opinion: a request with both a
 * {@code Content-Length} and a {@code Transfer-Encoding} is how one is smuggled past an
 * intermediary (RFC 9112, section 6.1).
 */
final class RequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_LINE = 8 * 1024;

    RequestDecoder(HttpLimits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(limits.headerBytes()));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
    }
}

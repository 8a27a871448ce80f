package io.tieline.http.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import io.tieline.http.io.Fields;

/**
 * Decodes the responses on one connection, and takes nothing in that nobody has asked for, and no
 * response that is none of HTTP/1 (RFC 9112, section 4). On the connection's event loop.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final String VERSION = "HTTP/1.";

    private final BackendConnection connection;

    ResponseDecoder(BackendConnection connection) {
        super(
                new HttpDecoderConfig()
                        .setMaxHeaderSize(MAX_HEAD_BYTES)
                        .setMaxChunkSize(MAX_CHUNK_BYTES)
                        .setHeadersFactory(Fields.HEADS)
                        .setTrailersFactory(Fields.TRAILERS));
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        if (connection.isAsked()) {
            super.channelRead(context, bytes);
        } else {
            ReferenceCountUtil.release(bytes);
            connection.outOfStep();
        }
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        if (line[0].startsWith("HTTP/")) {
            connection.heard();
        }
        if (!isVersion(line[0]) || !isStatus(line[1])) {
            var shown = String.join(" ", line).strip();
            throw new IllegalArgumentException("its status line is \"" + shown + '"');
        }
        return super.createMessage(line);
    }

    /** A later minor version is read as ours (RFC 9110, section 2.5). */
    private static boolean isVersion(String word) {
        return word.length() == VERSION.length() + 1
                && word.startsWith(VERSION)
                && isDigit(word.charAt(VERSION.length()));
    }

    private static boolean isStatus(String word) {
        return word.length() == 3
                && word.charAt(0) != '0'
                && isDigit(word.charAt(0))
                && isDigit(word.charAt(1))
                && isDigit(word.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether more has come than what has been decoded. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }
}

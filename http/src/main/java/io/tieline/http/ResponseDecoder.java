package io.tieline.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.regex.Pattern;

/**
 * Decodes the responses on one connection, and takes nothing in that nobody has asked for, and no
 * response that is none of HTTP/1 (RFC 9112, section 4). On the connection's event loop.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

    /** A later minor version is read as ours (RFC 9110, section 2.5). */
    private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[0-9]");

    private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

    private final BackendConnection connection;

    ResponseDecoder(BackendConnection connection) {
        super(
                new HttpDecoderConfig()
                        .setMaxHeaderSize(MAX_HEAD_BYTES)
                        .setMaxChunkSize(MAX_CHUNK_BYTES)
                        .setHeadersFactory(Fields.FACTORY)
                        .setTrailersFactory(Fields.FACTORY));
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
        if (!VERSION.matcher(line[0]).matches() || !STATUS.matcher(line[1]).matches()) {
            var shown = String.join(" ", line).strip();
            throw new IllegalArgumentException("its status line is \"" + shown + '"');
        }
        return super.createMessage(line);
    }

    /** Whether more has come than what has been decoded. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }
}

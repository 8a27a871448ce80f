package io.tieline.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;

/**
 * Decodes the responses on one connection, and takes nothing in that nobody has asked for. On the
 * connection's event loop.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;

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

    /** Whether more has come than what has been decoded. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }
}

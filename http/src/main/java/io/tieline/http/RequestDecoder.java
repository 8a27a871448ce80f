package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes requests strictly: a request whose end is a matter of opinion, such as one with both a
 * Content-Length and a Transfer-Encoding, is how one is smuggled past an intermediary (RFC 9112,
 * section 6.1). Knows whether a request has begun to arrive. On the channel's event loop.
 */
final class RequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LARGEST_PIECE = 64 * 1024;

    private boolean hasLine;

    RequestDecoder(HttpLimits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(LARGEST_PIECE)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true));
    }

    /**
     * Whether a part of a request has arrived and its end has not. The blank lines that some
     * clients send behind a request are no part of the next one.
     */
    boolean isInside() {
        return hasLine || actualReadableBytes() > 0;
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        hasLine = true;
        return super.createMessage(initialLine);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        super.decode(context, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
            hasLine = false;
        }
    }
}

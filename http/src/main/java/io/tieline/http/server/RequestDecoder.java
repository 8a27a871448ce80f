package io.tieline.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.tieline.http.io.Fields;
import io.tieline.http.settings.HttpLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes requests strictly: a request whose end is a matter of opinion, such as one with both a
 * Content-Length and a Transfer-Encoding, is how one is smuggled past an intermediary (RFC 9112,
 * section 6.1). Knows whether a request has begun to arrive. On the channel's event loop.
 */
final class RequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LARGEST_PIECE = 64 * 1024;

    private boolean hasLine;
    private @Nullable HttpMessage head;

    RequestDecoder(HttpLimits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(limits.headerBytes())
                        .setMaxChunkSize(LARGEST_PIECE)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true)
                        .setHeadersFactory(Fields.HEADS)
                        .setTrailersFactory(Fields.TRAILERS));
    }

    /**
     * Whether a part of a request has arrived and its end has not. The blank lines that some
     * clients send behind a request are no part of the next one.
     */
    boolean isInside() {
        return hasLine || actualReadableBytes() > 0;
    }

    /** What a request that has arrived in part takes in memory here, its body aside, in bytes. */
    int reserved() {
        int fields = head == null ? 0 : Fields.cost(head.headers());
        return fields + actualReadableBytes();
    }

    /** The request is refused while its head arrives: what is there of it is of no use. */
    void forget() {
        if (head != null) {
            head.headers().clear();
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        hasLine = true;
        var message = super.createMessage(initialLine);
        head = message;
        return message;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        super.decode(context, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
            hasLine = false;
            head = null;
        }
    }
}

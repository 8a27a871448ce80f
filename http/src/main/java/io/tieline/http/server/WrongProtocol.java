package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tieline.session.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers a client that speaks plain HTTP where TLS is spoken, or the reverse, in plain HTTP with a
 * sentence: tools show it, and libraries of TLS say of it that it is none. Reads on for a while, so
 * that the answer is not lost with a reset, and takes nothing in. On the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline is told of what fails
final class WrongProtocol extends ChannelInboundHandlerAdapter {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int RECORD_HEADER = 5;
    private static final String TO_TLS =
            "This port speaks TLS: begin the URL with https:// instead of http://";
    private static final String TO_PLAIN =
            "This port speaks plain HTTP: begin the URL with http:// instead of https://";

    private final ListenerContext front;
    private final String sentence;
    private boolean answered;

    private WrongProtocol(ListenerContext front, String sentence) {
        this.front = front;
        this.sentence = sentence;
    }

    /**
     * The first handler of a channel, which finds out what the client speaks.
     *
     * @param tls what we speak; null for plain HTTP
     */
    static ChannelHandler detection(ListenerContext front, @Nullable SslContext tls) {
        return tls == null ? new PlainPort(front) : new TlsPort(front, tls);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        if (!answered) {
            answered = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(answer()))
                    .addListener(_ -> endOutput(context));
            front.timers().after(LINGER, context::close);
        }
    }

    private byte[] answer() {
        var body = sentence + "\n";
        return ("HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n"
                        + "content-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(US_ASCII);
    }

    private static void endOutput(ChannelHandlerContext context) {
        if (context.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    private static String address(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "an unknown address";
    }

    /** Speaks TLS with those who do, and agree on it in time. */
    private static final class TlsPort extends OptionalSslHandler {

        private final ListenerContext front;
        private Timers.@Nullable Alarm slow;

        TlsPort(ListenerContext front, SslContext tls) {
            super(tls);
            this.front = front;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            slow = front.timers().after(front.settings().limits().head(), () -> tooSlow(context));
        }

        private void tooSlow(ChannelHandlerContext context) {
            front.log()
                    .happened(
                            "a slow TLS handshake",
                            "A client at "
                                    + address(context)
                                    + " did not end its TLS handshake within "
                                    + front.settings().limits().head().toSeconds()
                                    + " s");
            context.channel().close();
        }

        private void inTime() {
            if (slow != null) {
                slow.cancel();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            inTime();
            super.channelInactive(context);
        }

        @Override
        protected SslHandler newSslHandler(ChannelHandlerContext context, SslContext tls) {
            var handler = super.newSslHandler(context, tls);
            handler.setHandshakeTimeoutMillis(0); // it began before, and so did our time
            handler.handshakeFuture().addListener(_ -> inTime());
            return handler;
        }

        @Override
        protected ChannelHandler newNonSslHandler(ChannelHandlerContext context) {
            inTime();
            front.log()
                    .happened(
                            "plain HTTP to the port of TLS",
                            "A client at "
                                    + address(context)
                                    + " speaks plain HTTP to a port of TLS; its URL must begin with"
                                    + " https://");
            return new WrongProtocol(front, TO_TLS);
        }
    }

    /** Looks at the first bytes, and is gone. */
    private static final class PlainPort extends ChannelInboundHandlerAdapter {

        private final ListenerContext front;

        PlainPort(ListenerContext front) {
            this.front = front;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf first
                    && first.readableBytes() >= RECORD_HEADER
                    && SslHandler.isEncrypted(first, false)) {
                front.log()
                        .happened(
                                "TLS to the port of plain HTTP",
                                "A client at "
                                        + address(context)
                                        + " speaks TLS to a port of plain HTTP; its URL must begin"
                                        + " with http://, or --tls-certificate and --tls-key have"
                                        + " to be given here");
                context.pipeline()
                        .addAfter(context.name(), null, new WrongProtocol(front, TO_PLAIN));
            }
            context.fireChannelRead(message);
            context.pipeline().remove(this);
        }
    }
}

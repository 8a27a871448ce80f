package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.tieline.bench.Loops;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.SseEvent;
import io.tieline.wire.SseReader;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection of a client, with one request on it at a time. It is opened when it is
 * needed and opened again when the server has closed it between two requests. Confined to its loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails, fails at its reply
final class Connection extends SimpleChannelInboundHandler<HttpObject> {

    /** Hears what comes back on one request. */
    interface Reply {
        /** The head has come, and more is to follow. */
        default void begun(int status) {}

        void message(Message message);

        void end(int status, HttpHeaders headers);

        void failed(String why);
    }

    private static final int LARGEST = 4 * 1024 * 1024;

    private final Loops loops;
    private final EventLoop loop;
    private final URI to;
    private @Nullable Channel channel;

    private record Sending(ByteBuf bytes, Reply reply) {}

    private final Deque<Sending> later = new ArrayDeque<>();
    private @Nullable Reply reply;
    private @Nullable HttpResponse head;
    private @Nullable SseReader events;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Connection(Loops loops, EventLoop loop, URI to) {
        super(HttpObject.class);
        this.loops = loops;
        this.loop = loop;
        this.to = to;
    }

    @Override
    public boolean isSharable() {
        return true; // one at a time, but again after the server has hung up
    }

    /** Sends a request; {@code head} ends with its last header's line break. */
    void send(String method, String headers, byte[] content, Reply whoHears) {
        var bytes =
                Unpooled.wrappedBuffer(
                        (method
                                        + " "
                                        + to.getRawPath()
                                        + " HTTP/1.1\r\nhost: "
                                        + to.getAuthority()
                                        + "\r\n"
                                        + headers
                                        + "content-length: "
                                        + content.length
                                        + "\r\n\r\n")
                                .getBytes(US_ASCII),
                        content);
        if (reply == null) {
            send(bytes, whoHears);
        } else {
            later.add(new Sending(bytes, whoHears));
        }
    }

    private void send(ByteBuf bytes, Reply whoHears) {
        reply = whoHears;
        head = null;
        if (channel != null && channel.isActive()) {
            channel.writeAndFlush(bytes, channel.voidPromise());
        } else {
            connectAndSend(bytes);
        }
    }

    private void connectAndSend(ByteBuf bytes) {
        new Bootstrap()
                .group(loop)
                .channel(loops.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel opened) {
                                opened.pipeline()
                                        .addLast(new HttpResponseDecoder())
                                        .addLast(Connection.this);
                            }
                        })
                .connect(to.getHost(), to.getPort())
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        channel = connected.channel();
                        channel.writeAndFlush(bytes, channel.voidPromise());
                    } else {
                        bytes.release();
                        fail("cannot connect: " + connected.cause().getMessage());
                    }
                });
    }

    /** Hangs up; who waits for a reply hears no more. The next request connects again. */
    void close() {
        reply = null;
        later.forEach(sending -> sending.bytes().release());
        later.clear();
        hangUp();
    }

    private void hangUp() {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail("no valid HTTP: " + part.decoderResult().cause().getMessage());
            return;
        }
        if (part instanceof HttpResponse response) {
            if (response.status().code() == 100) {
                return;
            }
            head = response;
            var type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
            events =
                    type.startsWith("text/event-stream")
                            ? new SseReader(LARGEST, this::event)
                            : null;
            body.reset();
            if (reply != null) {
                reply.begun(response.status().code());
            }
        }
        if (part instanceof HttpContent content && head != null) {
            read(content);
        }
    }

    private void read(HttpContent content) {
        try {
            var bytes = content.content();
            if (bytes.isReadable()) {
                var copy = ByteBufUtil.getBytes(bytes);
                if (events != null) {
                    events.feed(copy, 0, copy.length);
                } else {
                    body.writeBytes(copy);
                }
            }
            if (content instanceof LastHttpContent && reply != null) {
                ended(reply);
            }
        } catch (MalformedException e) {
            fail("malformed: " + e.getMessage());
        }
    }

    private void ended(Reply whoHears) throws MalformedException {
        var response = head;
        if (response == null) {
            return;
        }
        if (events == null && response.status().code() / 100 == 2 && body.size() > 0) {
            whoHears.message(Message.parse(body.toByteArray(), Limits.DEFAULT));
        }
        reply = null;
        head = null;
        if (!HttpUtil.isKeepAlive(response)) {
            hangUp();
        }
        whoHears.end(response.status().code(), response.headers());
        goOn();
    }

    private void goOn() {
        var next = reply == null ? later.poll() : null;
        if (next != null) {
            send(next.bytes(), next.reply());
        }
    }

    private void event(SseEvent event) {
        var data = event.data();
        if (reply == null || data.length == 0) {
            return; // what primes a stream
        }
        try {
            reply.message(Message.parse(data, Limits.DEFAULT));
        } catch (MalformedException e) {
            fail("malformed event: " + e.getMessage());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (context.channel().equals(channel)) {
            channel = null;
            fail("the connection was closed in the middle of a reply");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (context.channel().equals(channel)) {
            fail(String.valueOf(cause));
        }
        context.close();
    }

    private void fail(String why) {
        var waiting = reply;
        reply = null;
        if (waiting != null) {
            waiting.failed(why);
        }
        goOn();
    }
}

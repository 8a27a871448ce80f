package io.tieline.bench.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AsciiString;
import io.tieline.bench.Loops;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.SseWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The backend over Streamable HTTP. One loop serves it all, so that it needs no locks; it writes
 * heads by hand and checks nothing, since it is there to cost little.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails, fails at its reader
final class HttpSide extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final AsciiString SESSION = AsciiString.cached("mcp-session-id");
    private static final int LARGEST = 4 * 1024 * 1024;

    /** What is known of a call that waits for the answer to its question. */
    private record Waiting(Channel channel, Request call) {}

    private final Tools tools;
    private final Map<Id, Waiting> asked;

    private HttpSide(Tools tools, Map<Id, Waiting> asked) {
        this.tools = tools;
        this.asked = asked;
    }

    /** Serves until the process ends. */
    static int serve(Tools tools) throws InterruptedException {
        var loops = Loops.open(1);
        Map<Id, Waiting> asked = new HashMap<>();
        return ((InetSocketAddress)
                        new ServerBootstrap()
                                .group(loops.group())
                                .channel(loops.server())
                                .option(ChannelOption.SO_BACKLOG, 4096)
                                .childOption(ChannelOption.TCP_NODELAY, true)
                                .childHandler(
                                        new ChannelInitializer<Channel>() {
                                            @Override
                                            protected void initChannel(Channel channel) {
                                                channel.pipeline()
                                                        .addLast(new HttpRequestDecoder())
                                                        .addLast(new HttpObjectAggregator(LARGEST))
                                                        .addLast(new HttpSide(tools, asked));
                                            }
                                        })
                                .bind(InetAddress.getLoopbackAddress(), 0)
                                .sync()
                                .channel()
                                .localAddress())
                .getPort();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http)
            throws MalformedException {
        var channel = context.channel();
        if (http.method().equals(HttpMethod.GET)) {
            send(channel, "200 OK\r\ncontent-type: text/event-stream" + CHUNKED);
            return;
        }
        if (!http.method().equals(HttpMethod.POST)) {
            send(channel, "200 OK\r\ncontent-length: 0\r\n\r\n");
            return;
        }
        switch (Message.parse(ByteBufUtil.getBytes(http.content()), Limits.DEFAULT)) {
            case Request request -> serve(channel, request);
            case Response response -> {
                send(channel, ACCEPTED);
                answered(response);
            }
            default -> send(channel, ACCEPTED);
        }
    }

    private static final String ACCEPTED = "202 Accepted\r\ncontent-length: 0\r\n\r\n";
    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n\r\n";

    private void serve(Channel channel, Request request) {
        if (Tools.isCallOf(request, "stream")) {
            stream(channel, request);
        } else if (Tools.isCallOf(request, "ask")) {
            ask(channel, request);
        } else {
            json(channel, tools.answer(request), request.method().equals("initialize"));
        }
    }

    /** Each event leaves alone, as from a server that reports while it works. */
    private void stream(Channel channel, Request request) {
        beginEvents(channel);
        for (int i = 1; i <= Tools.STEPS; i++) {
            var step = Tools.step(request, i);
            if (step != null) {
                event(channel, step);
            }
        }
        lastEvent(channel, tools.answer(request));
    }

    private void ask(Channel channel, Request call) {
        if (Tools.isStateless(call)) {
            json(channel, Tools.roundOf(call), false);
            return;
        }
        var id = Id.of(UUID.randomUUID().toString());
        asked.put(id, new Waiting(channel, call));
        beginEvents(channel);
        event(channel, Tools.question(id, call).json());
    }

    private void answered(Response response) {
        var waiting = response.id() == null ? null : asked.remove(response.id());
        if (waiting != null) {
            var answer = response instanceof Result result ? result.result() : Json.EMPTY_OBJECT;
            lastEvent(waiting.channel(), Tools.answered(waiting.call(), answer));
        }
    }

    private static void json(Channel channel, Result result, boolean newSession) {
        var body = result.json();
        var head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                        + (newSession ? SESSION + ": " + UUID.randomUUID() + "\r\n" : "")
                        + "content-length: "
                        + body.length()
                        + "\r\n\r\n";
        channel.writeAndFlush(
                Unpooled.wrappedBuffer(
                        Unpooled.wrappedBuffer(head.getBytes(US_ASCII)),
                        Unpooled.wrappedBuffer(body.array(), body.offset(), body.length())),
                channel.voidPromise());
    }

    private static void beginEvents(Channel channel) {
        send(channel, "200 OK\r\ncontent-type: text/event-stream" + CHUNKED);
    }

    private static void event(Channel channel, Json message) {
        var event = SseWriter.event(null, message);
        var size = Integer.toHexString(event.length) + "\r\n";
        channel.writeAndFlush(
                Unpooled.wrappedBuffer(size.getBytes(US_ASCII), event, "\r\n".getBytes(US_ASCII)),
                channel.voidPromise());
    }

    private static void lastEvent(Channel channel, Result result) {
        var event = SseWriter.event(null, result.json());
        var size = Integer.toHexString(event.length) + "\r\n";
        channel.writeAndFlush(
                Unpooled.wrappedBuffer(
                        size.getBytes(US_ASCII), event, "\r\n0\r\n\r\n".getBytes(US_ASCII)),
                channel.voidPromise());
    }

    private static void send(Channel channel, String head) {
        channel.writeAndFlush(
                Unpooled.wrappedBuffer(("HTTP/1.1 " + head).getBytes(US_ASCII)),
                channel.voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            System.err.println("bench-backend: " + cause);
        }
        context.close();
    }
}

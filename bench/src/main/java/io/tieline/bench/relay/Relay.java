package io.tieline.bench.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.tieline.bench.Loops;
import java.net.InetSocketAddress;

/**
 * Connects each client to the backend, by a connection of its own on the same loop, so that bytes
 * never change threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails, closes its two connections
final class Relay extends ChannelInitializer<Channel> {

    /**
     * More than a loop reads before it flushes, 16 times 64 KB: who reads what it is sent never
     * makes the other side wait, which would cost two system calls each time.
     */
    private static final WriteBufferWaterMark LAGS =
            new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final Loops loops;
    private final InetSocketAddress backend;

    Relay(Loops loops, InetSocketAddress backend) {
        this.loops = loops;
        this.backend = backend;
    }

    /** Lets clients in, until the channel is closed. */
    Channel listen(InetSocketAddress address) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, LAGS)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(this)
                .bind(address)
                .sync()
                .channel();
    }

    /** Reads from the client when there is somebody to write to. */
    @Override
    protected void initChannel(Channel client) {
        new Bootstrap()
                .group(client.eventLoop())
                .channel(loops.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, LAGS)
                .handler(new Side(client))
                .connect(backend)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        client.pipeline().addLast(new Side(connected.channel()));
                        client.config().setAutoRead(true);
                    } else {
                        client.close();
                    }
                });
    }
}

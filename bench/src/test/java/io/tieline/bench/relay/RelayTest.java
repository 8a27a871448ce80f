package io.tieline.bench.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.tieline.bench.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes arrive on the other side as they came, and nobody has to hold those that are not taken. */
@Timeout(30)
final class RelayTest {

    /** More than all buffers of the operating system and of the relay together. */
    private static final int MUCH = 128 * 1024 * 1024;

    private static final int STILL_MILLIS = 500;

    private ServerSocketChannel server;
    private Channel relay;
    private SocketChannel client;
    private SocketChannel backend;

    @BeforeEach
    void connect() throws Exception {
        server = ServerSocketChannel.open().bind(anyPort());
        relay =
                new Relay(Loops.open(1), (InetSocketAddress) server.getLocalAddress())
                        .listen(anyPort());
        client = SocketChannel.open(relay.localAddress());
        backend = server.accept();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void end() throws IOException {
        relay.close().syncUninterruptibly();
        for (var one : List.of(client, backend, server)) {
            one.close();
        }
    }

    @Test
    void whatIsSentArrivesOnTheOtherSideInEitherDirection() throws Exception {
        client.write(bytes("there"));
        assertThat(read(backend, 5)).isEqualTo(bytes("there"));

        backend.write(bytes("back"));
        assertThat(read(client, 4)).isEqualTo(bytes("back"));
    }

    @Test
    void aClientThatDoesNotReadStopsTheReadingOfTheBackend() throws Exception {
        aReaderThatDoesNotReadStopsTheOther(backend, client);
    }

    @Test
    void aBackendThatDoesNotReadStopsTheReadingOfTheClient() throws Exception {
        aReaderThatDoesNotReadStopsTheOther(client, backend);
    }

    private static void aReaderThatDoesNotReadStopsTheOther(
            SocketChannel writer, SocketChannel reader) throws IOException {
        int written = writeUntilNobodyTakesIt(writer);
        assertThat(written).isPositive().isLessThan(MUCH);

        writer.close();

        assertThat(readToTheEnd(reader)).isEqualTo(written);
    }

    @Test
    void whenTheBackendHangsUpTheClientGetsTheRestAndTheEnd() throws Exception {
        backend.write(bytes("rest"));
        backend.close();

        assertThat(read(client, 4)).isEqualTo(bytes("rest"));
        assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void whenTheClientHangsUpTheBackendHearsOfIt() throws Exception {
        client.close();

        assertThat(backend.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aClientIsHungUpOnWhereThereIsNoBackend() throws Exception {
        server.close();
        try (var late = SocketChannel.open(relay.localAddress())) {
            assertThat(late.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    private static int writeUntilNobodyTakesIt(SocketChannel channel) throws IOException {
        int written = 0;
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (written < MUCH && selector.select(STILL_MILLIS) > 0) {
                selector.selectedKeys().clear();
                written += channel.write(counting(written, 64 * 1024));
            }
        }
        channel.configureBlocking(true);
        return written;
    }

    /** How many bytes came, of which each was the next that was sent. */
    private static int readToTheEnd(SocketChannel channel) throws IOException {
        var part = ByteBuffer.allocate(64 * 1024);
        int all = 0;
        while (channel.read(part) >= 0) {
            part.flip();
            assertThat(part.mismatch(counting(all, part.limit()))).isEqualTo(-1);
            all += part.limit();
            part.clear();
        }
        return all;
    }

    /** Some of an endless row of bytes in which no two neighbours are the same. */
    private static ByteBuffer counting(int from, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((from + i) % 251);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer bytes(String text) {
        return US_ASCII.encode(text);
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        var all = ByteBuffer.allocate(length);
        while (all.hasRemaining() && channel.read(all) >= 0) {
            // More is to come.
        }
        return all.flip();
    }
}

package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a listener can be reached, and what is said of an address that cannot be had. */
final class ListenAddressTest {

    private static HttpListener listen(EventLoops loops, InetSocketAddress address)
            throws IOException {
        var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
        return HttpListener.serve(
                new ScriptedService(), HttpSettings.DEFAULT.withAddress(address), loops, world);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    static Stream<NetworkIo> interfaces() {
        return Arrays.stream(NetworkIo.values()).filter(io -> io.obstacle() == null);
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void allAddressesOfIpv4AreNoneOfIpv6(NetworkIo io) throws Exception {
        try (var loops = EventLoops.open(1, io);
                var listener = listen(loops, at("0.0.0.0", 0))) {
            assertThat(listener.uri())
                    .isEqualTo(URI.create("http://127.0.0.1:" + listener.port() + "/mcp"));
            assertThat(answers("127.0.0.1", listener.port())).isTrue();
            assertThat(answers("::1", listener.port())).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void allAddressesOfIpv6AreThoseOfIpv4Too(NetworkIo io) throws Exception {
        try (var loops = EventLoops.open(1, io);
                var listener = listen(loops, at("::", 0))) {
            assertThat(listener.uri())
                    .isEqualTo(URI.create("http://127.0.0.1:" + listener.port() + "/mcp"));
            assertThat(answers("127.0.0.1", listener.port())).isTrue();
            assertThat(answers("::1", listener.port())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void anAddressIsThatAddressAlone(NetworkIo io) throws Exception {
        try (var loops = EventLoops.open(1, io);
                var listener = listen(loops, at("::1", 0))) {
            assertThat(listener.uri().getHost()).isEqualTo("[::1]");
            assertThat(answers("::1", listener.port())).isTrue();
            assertThat(answers("127.0.0.1", listener.port())).isFalse();
        }
    }

    /** An address of the link, where this machine has one, is nothing without its interface. */
    @Test
    void anAddressWithAZoneIsWrittenAsInAUrl() throws Exception {
        var local =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> address.isLinkLocalAddress())
                        .findFirst();
        if (local.isEmpty()) {
            return;
        }
        try (var loops = EventLoops.open(1);
                var listener = listen(loops, new InetSocketAddress(local.get(), 0))) {
            assertThat(listener.uri().toString()).matches("http://\\[fe80::[0-9a-f:]+%25\\w+]:.*");
        }
    }

    /** Whether somebody answers there in HTTP. */
    private static boolean answers(String address, int port) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral(address), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(UTF_8));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException refused) {
            return false;
        }
    }

    @Test
    void aPortInUseIsNamedWithTheWayOut() throws Exception {
        try (var loops = EventLoops.open(1);
                var first = listen(loops, at("127.0.0.1", 0))) {
            assertThatThrownBy(() -> listen(loops, at("127.0.0.1", first.port())))
                    .isInstanceOf(BindException.class)
                    .hasMessage(
                            "Cannot listen on 127.0.0.1:%d: the port is in use; stop the other"
                                    + " program, or choose another port (0 takes a free one)",
                            first.port());
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void anAddressOfAnotherMachineIsNone(NetworkIo io) {
        try (var loops = EventLoops.open(1, io)) {
            assertThatThrownBy(() -> listen(loops, at("203.0.113.7", 8808)))
                    .isInstanceOf(BindException.class)
                    .hasMessage(
                            "Cannot listen on 203.0.113.7:8808: this machine has no such address;"
                                    + " write one that it has, or 0.0.0.0 for all of IPv4");
        }
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        try (var loops = EventLoops.open(1)) {
            var unknown = InetSocketAddress.createUnresolved("no.such.invalid", 8808);
            assertThatThrownBy(() -> listen(loops, unknown))
                    .hasMessageContaining("no.such.invalid:8808: the host is unknown");
        }
    }
}

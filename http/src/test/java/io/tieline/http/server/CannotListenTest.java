package io.tieline.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of an address that cannot be listened on. */
final class CannotListenTest {

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1|443|bind(..) failed with error(-13): Permission denied|below 1024",
                "127.0.0.1|8808|Permission denied|the system does not allow it",
                "::1|8808|Address family not supported by protocol|no IPv6",
                "fe80::1|8808|Invalid argument|needs its zone",
                "127.0.0.1|8808|Something new|Something new"
            })
    void whateverTheSystemSaysIsSaidInOurWords(
            String address, int port, String given, String words) {
        assertThat(CannotListen.because(at(address, port), new IOException(given)))
                .hasMessageContaining("Cannot listen on ")
                .hasMessageContaining(words);
    }
}

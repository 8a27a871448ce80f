package io.tieline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Whom an issuer may have us ask, and whom we may be told to trust (threat T12). */
final class EgressTest {

    @Test
    void noPrivateAddressIsReachedUnasked() {
        var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var outside = new Egress("https://login.example.com", false, tls);
        var allowed = new Egress("https://login.example.com", true, tls);
        var local = new Egress("http://127.0.0.1:1", false, tls);
        for (var address :
                List.of(
                        "10.0.0.1",
                        "172.16.0.1",
                        "192.168.1.1",
                        "100.64.0.1",
                        "fd00::1",
                        "::ffff:10.0.0.1",
                        "::10.0.0.1",
                        "64:ff9b::a00:1",
                        "2002:a00:1::1")) {
            var one = InetAddress.ofLiteral(address);
            assertThat(outside.mayReach(one)).as(address).isFalse();
            assertThat(allowed.mayReach(one)).as(address).isTrue();
        }
        for (var address :
                List.of(
                        "127.0.0.1",
                        "127.1.2.3",
                        "::1",
                        "0.0.0.0",
                        "::",
                        "169.254.169.254",
                        "fe80::1",
                        "224.0.0.1")) {
            var one = InetAddress.ofLiteral(address);
            assertThat(outside.mayReach(one)).as(address).isFalse();
            assertThat(allowed.mayReach(one)).as(address).isFalse();
        }
        assertThat(local.mayReach(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(local.mayReach(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(outside.mayReach(InetAddress.ofLiteral("93.184.215.14"))).isTrue();
        for (var unsafe :
                List.of(
                        "http://login.example.com",
                        "ftp://x",
                        "https://u:p@x.example.com",
                        "login",
                        "http://127.0.0.1.evil.com",
                        "http://0177.0.0.1",
                        "http://2130706433")) {
            assertThatThrownBy(() -> TrustedIssuer.of(unsafe)).as(unsafe).isNotNull();
        }
    }

    @Test
    void nobodyCanBeTrustedByASharedSecret() {
        for (var algorithm : List.of("none", "HS256", "RS1")) {
            assertThatThrownBy(() ->
                            new TrustedIssuer(
                                    "https://login.example.com",
                                    Set.of(),
                                    Set.of(algorithm),
                                    "sub",
                                    null,
                                    null,
                                    false))
                    .hasMessageContaining("never believed");
        }
    }
}

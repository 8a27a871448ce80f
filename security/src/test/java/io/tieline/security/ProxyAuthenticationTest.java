package io.tieline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Authentication;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A header is believed where it comes from, and nowhere else (scenario 136, threat T26). */
final class ProxyAuthenticationTest {

    private static final List<AddressRange> PROXIES =
            List.of(AddressRange.of("192.0.2.0/24"), AddressRange.of("2001:db8::1"));

    private static Identity decide(
            @Nullable Authentication others, String peer, Map<String, String> headers) {
        var decided = new ArrayList<Identity>();
        new ProxyAuthentication(PROXIES, "X-User", others)
                .decide(new RequestHead("POST", "/mcp", headers, peer), decided::add);
        assertThat(decided).hasSize(1);
        return decided.getFirst();
    }

    private static void assertRefused(Identity identity) {
        assertThat(identity)
                .isInstanceOfSatisfying(
                        Identity.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/192.0.2.1:50123",
                "192.0.2.255:1",
                "/[2001:db8:0:0:0:0:0:1]:50123",
                "/[2001:db8:0:0:0:0:0:1%eth0]:50123"
            })
    void theProxySaysWhoItIs(String peer) {
        assertThat(decide(null, peer, Map.of("x-user", "ada")))
                .isInstanceOfSatisfying(
                        Identity.Known.class,
                        known -> {
                            assertThat(known.principal().name()).isEqualTo("ada");
                            assertThat(known.principal()).isNotEqualTo(Principal.of("ada"));
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/192.0.3.1:50123",
                "/127.0.0.1:1",
                "/[2001:db8:0:0:0:0:0:2]:1",
                "",
                "192.0.2.1",
                "evil/192.0.2.1"
            })
    void othersAreNotBelieved(String peer) {
        assertRefused(decide(null, peer, Map.of("x-user", "ada")));
        Authentication others = (head, decided) -> decided.accept(Identity.LOCAL);
        assertThat(decide(others, peer, Map.of("x-user", "ada"))).isEqualTo(Identity.LOCAL);
    }

    @Test
    void theProxyMustNameOneCaller() {
        var peer = "/192.0.2.1:1";
        for (var name : List.of("", " ", "ada, bob", "a b", "\u00e4", "a".repeat(257))) {
            assertRefused(decide(null, peer, Map.of("x-user", name)));
        }
        assertRefused(decide(null, peer, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "proxy",
                "::/129",
                ""
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.of(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangesAreBits() {
        var half = AddressRange.of("10.128.0.0/9");
        assertThat(half.contains(InetAddress.ofLiteral("10.129.1.1"))).isTrue();
        assertThat(half.contains(InetAddress.ofLiteral("10.127.1.1"))).isFalse();
        var all = AddressRange.of("0.0.0.0/0");
        assertThat(all.contains(InetAddress.ofLiteral("255.1.2.3"))).isTrue();
        assertThat(all.contains(InetAddress.ofLiteral("::1"))).isFalse();
    }
}

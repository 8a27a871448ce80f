package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.session.Authentication.RequestHead;
import io.tieline.wire.Json;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {

    private static Principal of(String issuer, String name, String... scopes) {
        return new Principal(issuer, name, Set.of(scopes), Json.EMPTY_OBJECT);
    }

    @Test
    void oneIsTheSameWithEveryCredentialOfItsIssuer() {
        assertThat(of("https://a.example", "ann", "read"))
                .isEqualTo(of("https://a.example", "ann", "read", "write"))
                .hasSameHashCodeAs(of("https://a.example", "ann"));
    }

    @Test
    void theSameNameOfAnotherIssuerIsSomebodyElse() {
        var local = Principal.of("ann");
        var far = of("https://a.example", "ann");
        assertThat(local).isNotEqualTo(far);
        assertThat(local.key()).isNotEqualTo(far.key());
        assertThat(Principal.of("ann of https://a.example")).isNotEqualTo(far);
        assertThat(Principal.of("ann of https://a.example").key()).isNotEqualTo(far.key());
    }

    @Test
    void noIssuerMakesAnotherOnesNameItsOwn() {
        assertThatIllegalArgumentException().isThrownBy(() -> of("https://a\0x", "ann"));
    }

    @Test
    void textsOfWhoCallsHoldNoCredential() {
        var ann =
                new Principal("https://a.example", "ann", Set.of(), Json.object("mail", "secret"));
        var headers = Map.of("authorization", "secret");
        assertThat(ann.toString()).isEqualTo("ann of https://a.example");
        assertThat(new Caller(ann, headers).toString()).doesNotContain("secret");
        assertThat(new RequestHead("POST", "/mcp", headers, "127.0.0.1:1").toString())
                .doesNotContain("secret");
    }

    @Test
    void aRefusalIsOneThatClientsUnderstand() {
        assertThat(new Identity.Refused(401, "Bearer", "Send a token").status()).isEqualTo(401);
        assertThatIllegalArgumentException().isThrownBy(() -> new Identity.Refused(200, "", "No"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Identity.Refused(401, "Bearer\r\nset-cookie: x", "No"));
    }
}

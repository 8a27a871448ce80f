package io.tieline.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.security.TokenVerifier.Verdict;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are looked for where they belong, and whoever is refused is told what to bring. */
final class BearerAuthenticationTest {

    private static final TokenVerifier OF_ADA =
            (token, head, verdict) ->
                    verdict.accept(
                            switch (token) {
                                case "ada" ->
                                        new Verdict.Accepted(Principal.of("ada"), Instant.MAX);
                                case "old" -> new Verdict.Rejected("The token has expired");
                                default -> Verdict.UNKNOWN;
                            });
    private static final TokenVerifier OF_BOB =
            (token, head, verdict) ->
                    verdict.accept(
                            token.equals("bob") || token.equals("old")
                                    ? new Verdict.Accepted(Principal.of("bob"), Instant.MAX)
                                    : Verdict.UNKNOWN);

    private final BearerAuthentication authentication =
            new BearerAuthentication(
                    List.of(OF_ADA, OF_BOB), Set.of("tools", "admin"), InstantSource.system());

    private Identity decide(String... header) {
        var headers =
                header.length == 0 ? Map.<String, String>of() : Map.of("authorization", header[0]);
        var decided = new ArrayList<Identity>();
        authentication.decide(new RequestHead("POST", "/mcp", headers, "nobody"), decided::add);
        assertThat(decided).hasSize(1);
        return decided.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ada", "bearer ada", "BEARER  ada ", "Bearer bob"})
    void whoseTokenItIs(String credentials) {
        var name = credentials.strip().substring(credentials.strip().lastIndexOf(' ') + 1);
        assertThat(decide(credentials)).isEqualTo(new Identity.Known(Principal.of(name)));
    }

    @Test
    void theFirstWhoKnowsATokenDecides() {
        assertThat(decide("Bearer old"))
                .isEqualTo(
                        new Identity.Refused(
                                401,
                                "Bearer error=\"invalid_token\", scope=\"admin tools\"",
                                "The token has expired"));
    }

    @Test
    void whoSendsNoneIsNotToldThatItIsInvalid() {
        for (var none : List.of("Basic YTpi", "Bearer", "Bearer ", "ada")) {
            assertThat(decide(none))
                    .as(none)
                    .isInstanceOfSatisfying(
                            Identity.Refused.class,
                            refused -> {
                                assertThat(refused.status()).isEqualTo(401);
                                assertThat(refused.challenge())
                                        .isEqualTo("Bearer scope=\"admin tools\"");
                            });
        }
        assertThat(decide()).isInstanceOf(Identity.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer a b", "Bearer \"ada\"", "Bearer ada,", "Bearer ==", "Bearer \u00e4"})
    void whatCannotBeATokenIsInvalidAndNobodyIsAsked(String credentials) {
        assertThat(decide(credentials))
                .isInstanceOfSatisfying(
                        Identity.Refused.class,
                        refused -> {
                            assertThat(refused.challenge()).contains("invalid_token");
                            assertThat(refused.reason()).contains("characters");
                        });
    }

    @Test
    void aReasonNeverHasThePartsOfAToken() {
        assertThat(decide("Bearer s3cr3t").toString()).doesNotContain("s3cr3t");
        assertThat(decide("Bearer s3cr3t!").toString()).doesNotContain("s3cr3t");
    }
}

package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StateCookies;
import io.tieline.session.Caller;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.net.URI;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given a cookie, and what the service is told of it. */
final class StateCookiesTest {

    private static final String OTHER = "tieline-state=" + "0f".repeat(16);

    private @Nullable Fixture open;
    private Caller.@Nullable Cookie told;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    private Fixture fixture() {
        return Objects.requireNonNull(open);
    }

    private void open(StateCookies cookies, UnaryOperator<HttpSettings> more) {
        open =
                new Fixture(
                        settings -> more.apply(Fixture.byUser(settings).withStateCookies(cookies)));
    }

    private void open(StateCookies cookies) {
        open(cookies, settings -> settings);
    }

    /** Asks this, and is answered; the cookie that comes with the answer. */
    private @Nullable String given(String method, String... headers) {
        return asked(method, headers).head().header("set-cookie");
    }

    private RawClient.PostAnswer asked(String method, String... headers) {
        var client = Stateless.post(fixture().connect(), 1, method, headers);
        var exchange = fixture().service.held();
        told = exchange.caller().cookie();
        exchange.finish(Json.EMPTY_OBJECT);
        return client.answer();
    }

    private static String pair(@Nullable String setCookie) {
        var text = Objects.requireNonNull(setCookie);
        return text.substring(0, text.indexOf(';'));
    }

    @Test
    void onDiscoveryOneIsGivenAndKnownAgainWithEveryRequest() {
        open(StateCookies.ON_DISCOVERY);
        var cookie = given(Method.SERVER_DISCOVER);
        assertThat(cookie).matches("tieline-state=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict");
        assertThat(told).isNotNull().returns(false, Caller.Cookie::isReturned);
        var value = Objects.requireNonNull(told).value();
        assertThat(given("slow", "cookie: a=b; " + pair(cookie))).isNull();
        assertThat(told).isEqualTo(new Caller.Cookie(value, true));
        assertThat(given(Method.SERVER_DISCOVER, "cookie: " + pair(cookie))).isNull();
        assertThat(told).isEqualTo(new Caller.Cookie(value, true));
        assertThat(given(Method.SERVER_DISCOVER)).isNotNull().isNotEqualTo(cookie);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", Method.TOOLS_LIST, Method.PROMPTS_LIST})
    void otherRequestsBringNone(String method) {
        open(StateCookies.ON_DISCOVERY);
        assertThat(given(method)).isNull();
        assertThat(told).isNull();
    }

    @Test
    void whoIsIdentifiedNeedsNone() {
        open(StateCookies.ON_DISCOVERY);
        assertThat(given(Method.SERVER_DISCOVER, "x-user: alice")).isNull();
        assertThat(told).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tieline-state=", "tieline-state=0F0F", "other=1", "="})
    void whatIsNoCookieOfOursIsNone(String sent) {
        open(StateCookies.ON_DISCOVERY);
        assertThat(given("slow", "cookie: " + sent)).isNull();
        assertThat(told).isNull();
        assertThat(given(Method.SERVER_DISCOVER, "cookie: " + sent)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "ON_DISCOVERY,true", "ALWAYS,true"})
    void oneThatIsBroughtAlongIsLookedAtUnlessThereAreNone(StateCookies cookies, boolean seen) {
        open(cookies);
        assertThat(given("slow", "cookie: " + OTHER)).isNull();
        assertThat(told != null).isEqualTo(seen);
    }

    @Test
    void alwaysEveryAnswerBringsOneToWhoHasNone() {
        open(StateCookies.ALWAYS);
        assertThat(given("slow", "x-user: alice")).isNotNull();
        assertThat(told).isNotNull().returns(false, Caller.Cookie::isReturned);
        assertThat(given(Method.SERVER_DISCOVER)).isNotNull();
    }

    @Test
    void overTlsItIsForTlsOnly() {
        open(
                StateCookies.ON_DISCOVERY,
                settings -> settings.withPublicUrl(URI.create("https://example.com")));
        assertThat(given(Method.SERVER_DISCOVER)).endsWith("; Secure");
    }

    @ParameterizedTest
    @EnumSource(StateCookies.class)
    void aSessionNeedsNone(StateCookies cookies) {
        open(cookies);
        var session = fixture().session(Revision.LATEST_HANDSHAKE, "cookie: " + OTHER);
        var answer = session.post(Fixture.request(1, "echo")).answer();
        assertThat(answer.head().headers()).doesNotContainKey("set-cookie");
    }
}

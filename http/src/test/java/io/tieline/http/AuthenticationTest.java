package io.tieline.http;

import static io.tieline.http.Fixture.BOTH;
import static io.tieline.http.Fixture.JSON;
import static io.tieline.http.Fixture.notification;
import static io.tieline.http.Fixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpLimits;
import io.tieline.session.Authentication;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who sends a request is found out before its body is read, and for each request anew. */
class AuthenticationTest {

    private static final String CHALLENGE = "Bearer scope=\"tools\"";

    /** A decision that the test makes when it likes. */
    private record Asked(RequestHead head, Consumer<Identity> decided) {

        void is(String name) {
            decided.accept(new Identity.Known(Principal.of(name)));
        }

        void isRefused() {
            decided.accept(new Identity.Refused(401, CHALLENGE, "Send a token"));
        }
    }

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** Lets in whoever sends a token, by its name, and nobody else. */
    private static void byToken(RequestHead head, Consumer<Identity> decided) {
        var token = head.headers().get("authorization");
        decided.accept(
                token == null
                        ? new Identity.Refused(401, CHALLENGE, "Send a token")
                        : new Identity.Known(Principal.of(token)));
    }

    private Fixture asking() {
        return by((head, decided) -> asked.add(new Asked(head, decided)));
    }

    private static Fixture by(Authentication authentication) {
        return new Fixture(settings -> settings.withAuthentication(authentication));
    }

    private Asked asked() throws InterruptedException {
        var next = asked.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("the question who sends a request").isNotNull();
        return next;
    }

    @Test
    void whoIsRefusedIsToldWhatToBringBeforeTheBodyIsRead() {
        try (var fixture = by(AuthenticationTest::byToken)) {
            var client = fixture.connect();
            client.request("POST", "/mcp", "", JSON, BOTH, "content-length: 100000");
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.head().header("www-authenticate")).isEqualTo(CHALLENGE);
            assertThat(answer.json().at("error", "message")).isEqualTo(Json.string("Send a token"));
        }
    }

    @Test
    void everyKindOfRequestIsAskedForButAPagesQuestionWhatItMaySend() {
        try (var fixture = by(AuthenticationTest::byToken)) {
            for (var method : new String[] {"GET", "DELETE", "POST", "PUT"}) {
                var client = fixture.connect();
                client.request(method, "/mcp", "", "accept: text/event-stream");
                assertThat(client.answer().status()).as(method).isEqualTo(401);
            }
            var page = fixture.connect();
            page.request("OPTIONS", "/mcp", "");
            assertThat(page.answer().status()).isNotEqualTo(401);
        }
    }

    @Test
    void aSessionIsItsOwnersAloneAndEachOfItsRequestsSaysWhoSendsIt() {
        try (var fixture = by(AuthenticationTest::byToken)) {
            var session = fixture.session(Revision.LATEST_HANDSHAKE, "authorization: alice");
            assertThat(session.core.owner().principal()).isEqualTo(Principal.of("alice"));
            session.headers.remove("authorization: alice");
            var echo = request(1, "echo");
            assertThat(session.post(echo, "authorization: alice").answer().status()).isEqualTo(200);
            assertThat(session.post(echo, "authorization: bob").answer().status()).isEqualTo(404);
            assertThat(session.post(echo).answer().status()).isEqualTo(401);
        }
    }

    @Test
    void aDecisionMayComeLaterAndFromAnywhere() throws Exception {
        try (var fixture = asking()) {
            var client = fixture.connect();
            client.request(
                    "POST", "/mcp?x=1", Fixture.initialize("2025-11-25", "test"), JSON, BOTH);
            var first = asked();
            assertThat(first.head().method()).isEqualTo("POST");
            assertThat(first.head().path()).isEqualTo("/mcp");
            assertThat(first.head().headers()).containsEntry("content-type", "application/json");
            fixture.settle();
            assertThat(fixture.service.hasOpened()).as("before it is decided").isFalse();
            first.is("alice");
            first.isRefused(); // nobody hears that
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(fixture.service.opened().owner().principal())
                    .isEqualTo(Principal.of("alice"));
            client.request("GET", "/mcp", "", "accept: text/event-stream");
            asked().isRefused();
            assertThat(client.answer().status()).as("the next on that connection").isEqualTo(401);
        }
    }

    @Test
    void aBodyIsAskedForWhenItIsKnownWhoSendsIt() throws Exception {
        try (var fixture = asking()) {
            var body = notification("notifications/unheard");
            var client = fixture.connect();
            client.request(
                    "POST",
                    "/mcp",
                    "",
                    JSON,
                    BOTH,
                    "expect: 100-continue",
                    "content-length: " + body.length());
            var first = asked();
            fixture.settle();
            assertThat(client.hasArrived()).as("100 before the decision").isFalse();
            first.is("alice");
            assertThat(client.head().status()).isEqualTo(100);
            client.write(body);
            assertThat(client.answer().status()).as("no session").isEqualTo(400);
        }
    }

    @Test
    void whatFailsToDecideRefuses() throws Exception {
        try (var fixture =
                by((_, _) -> {
                    throw new IllegalStateException("planted");
                })) {
            var client = fixture.connect();
            client.request("POST", "/mcp", Fixture.initialize("2025-11-25", "test"), JSON, BOTH);
            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(fixture.faults.poll(10, TimeUnit.SECONDS)).hasMessage("planted");
        }
    }

    @Test
    void aDecisionThatDoesNotComeRefuses() throws Exception {
        var timers = new ManualTimers();
        Authentication never = (head, decided) -> asked.add(new Asked(head, decided));
        try (var fixture = new Fixture(settings -> settings.withAuthentication(never), timers)) {
            var client = fixture.connect();
            client.request("POST", "/mcp", Fixture.initialize("2025-11-25", "test"), JSON, BOTH);
            var late = asked();
            fixture.settle();
            timers.advance(HttpLimits.DEFAULT.request().plus(Duration.ofSeconds(1)));
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(message(answer.json())).contains("who sends this request");
            late.is("alice");
            fixture.settle();
            assertThat(fixture.service.hasOpened()).isFalse();
        }
    }

    private static @Nullable String message(Json answer) {
        var error = answer.get("error");
        return error == null ? null : error.text("message");
    }
}

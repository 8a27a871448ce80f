package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientTlsTest {

    @TempDir private Path directory;

    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    private HttpBackendSettings trusting(TestCertificate certificate) throws Exception {
        return HttpBackendSettings.DEFAULT.withAuthorities(certificate.authority(directory));
    }

    @Test
    void aBackendIsTrustedByTheGivenAuthority() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        var large =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\""
                        + "x".repeat(1 << 20)
                        + "\"}}";
        try (var server =
                        new ScriptedServer(
                                certificate.sockets(),
                                true,
                                handshake((request, reply) -> {
                                    reply.events();
                                    reply.event(large);
                                    reply.event(answer(1, "{}"));
                                    reply.end();
                                }));
                var loops = EventLoops.open(1)) {
            var link =
                    HttpBackend.to(server.uri("/mcp"), loops, trusting(certificate))
                            .connect(listener);
            link.request(initialize(), called);
            called.message();
            for (int i = 0; i < 3; i++) {
                link.request(call(1), called);
                assertThat(called.message()).isEqualTo(large);
                assertThat(called.message()).isEqualTo(answer(1, "{}"));
            }
            assertThat(server.connections()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void overTlsTooNothingIsSentTwice() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        var died = new CountDownLatch(1);
        try (var server =
                        new ScriptedServer(
                                certificate.sockets(),
                                true,
                                handshake((request, reply) -> {
                                    if (request.body().contains("\"id\":1,")) {
                                        reply.json(answer(1, "{}"));
                                        reply.cut();
                                        died.countDown();
                                    } else {
                                        reply.reset();
                                    }
                                }));
                var loops = EventLoops.open(1)) {
            var link =
                    HttpBackend.to(server.uri("/mcp"), loops, trusting(certificate))
                            .connect(listener);
            link.request(initialize(), called);
            called.message();
            link.request(call(1), called);
            called.message();
            died.await();
            SettledLoops.await(loops);
            link.request(call(2), called);
            assertThat(called.failure().executed()).isEqualTo(Executed.MAYBE);
            for (int id = 0; id <= 2; id++) {
                assertThat(server.next().body()).contains("\"id\":" + id);
            }
            assertThat(server.hasReceivedNothingElse()).isTrue();
        }
    }

    @Test
    void overTlsTooARequestOfWhichNoByteLeftIsSentAgain() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        var loopIsBusy = new CountDownLatch(1);
        var reset = new CountDownLatch(1);
        try (var server =
                        new ScriptedServer(
                                certificate.sockets(),
                                true,
                                handshake((request, reply) -> {
                                    if (request.body().contains("\"id\":1,")) {
                                        reply.json(answer(1, "{}"));
                                        loopIsBusy.await();
                                        reply.reset();
                                        reset.countDown();
                                    } else {
                                        reply.json(answer(2, "{}"));
                                    }
                                }));
                var loops = EventLoops.open(1)) {
            var link =
                    HttpBackend.to(server.uri("/mcp"), loops, trusting(certificate))
                            .connect(listener);
            link.request(initialize(), called);
            called.message();
            link.request(call(1), called);
            called.message();
            loops.loops()
                    .here()
                    .submit(() -> {
                        loopIsBusy.countDown();
                        reset.await();
                        link.request(call(2), called);
                        return true;
                    })
                    .get(10, TimeUnit.SECONDS);
            assertThat(called.message()).isEqualTo(answer(2, "{}"));
        }
    }

    private LinkFailure refusal(TestCertificate certificate, HttpBackendSettings settings)
            throws Exception {
        try (var server =
                        new ScriptedServer(
                                certificate.sockets(), true, handshake((request, reply) -> {}));
                var loops = EventLoops.open(1)) {
            HttpBackend.to(server.uri("/mcp"), loops, settings)
                    .connect(listener)
                    .request(initialize(), called);
            var failure = called.failure();
            assertThat(listener.failure()).isEqualTo(failure);
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(server.hasReceivedNothingElse()).isTrue();
            return failure;
        }
    }

    @Test
    void aBackendOfAnUnknownAuthorityIsNotTalkedTo() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        assertThat(refusal(certificate, HttpBackendSettings.DEFAULT).message())
                .contains("self-signed")
                .contains("--ca")
                .contains("withAuthorities");
    }

    @Test
    void aBackendThatSpeaksTlsIsNamedWhereItsUrlSaysOtherwise() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        try (var server = new ScriptedServer(certificate.sockets(), true, (_, _) -> {});
                var loops = EventLoops.open(1)) {
            var uri = URI.create(server.uri("/mcp").toString().replace("https:", "http:"));
            HttpBackend.to(uri, loops).connect(listener).request(initialize(), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("its URL begins with https://");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        var certificate = TestCertificate.of(directory, "dns:elsewhere.example", "-0d");
        assertThat(refusal(certificate, trusting(certificate)).message())
                .contains("certificate is not for this host")
                .contains("127.0.0.1");
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-10d");
        assertThat(refusal(certificate, trusting(certificate)).message()).contains("has expired");
    }

    @Test
    void aBackendThatSpeaksNoTlsIsNamed() throws Exception {
        try (var all = new Backends((request, reply) -> reply.status("400 Bad Request"))) {
            var uri = URI.create(all.server.uri("/mcp").toString().replace("http:", "https:"));
            HttpBackend.to(uri, all.loops).connect(listener).request(initialize(), called);
            assertThat(called.failure().message()).contains("if it speaks plain HTTP");
        }
    }

    @Test
    void aBackendThatAnswersTlsInPlainHttpIsNamed() throws Exception {
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1)) {
            var uri = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/mcp");
            HttpBackend.to(uri, loops).connect(listener).request(initialize(), called);
            try (var accepted = plain.accept()) {
                accepted.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                assertThat(called.failure().message())
                        .contains("does not speak TLS")
                        .contains("http://");
            }
        }
    }

    @Test
    void aBackendThatHangsUpOnPlainHttpMaySpeakTls() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1)) {
            var uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/mcp");
            HttpBackend.to(uri, loops).connect(listener).request(initialize(), called);
            try (var accepted = silent.accept()) {
                assertThat(accepted.getInputStream().read()).isPositive();
            }
            assertThat(called.failure().message())
                    .contains("closed the connection before it had answered")
                    .contains("https://")
                    .doesNotContain("not known");
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsNotWaitedForLonger() throws Exception {
        var timers = new ManualTimers();
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1)) {
            var uri = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/mcp");
            var link = HttpBackend.to(uri, loops, Backends.with(timers)).connect(listener);
            link.request(initialize(), called);
            try (var accepted = silent.accept()) {
                assertThat(accepted.getInputStream().read()).isGreaterThanOrEqualTo(0);
                var patience = HttpBackendLimits.DEFAULT.connect();
                timers.advance(patience);
                assertThat(called.failure().message())
                        .contains("within " + patience.toMillis() + " ms");
            }
        }
    }

    @Test
    void aFileThatHoldsNoAuthoritiesIsNamed() throws Exception {
        try (var loops = EventLoops.open(1)) {
            var uri = URI.create("https://localhost/mcp");
            for (var content :
                    new String[] {"", "nonsense", "-----BEGIN CERTIFICATE-----\nAA==\n"}) {
                var file = Files.writeString(directory.resolve("bad.pem"), content);
                var settings = HttpBackendSettings.DEFAULT.withAuthorities(file);
                assertThatThrownBy(() -> HttpBackend.to(uri, loops, settings))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("bad.pem");
            }
            var missing = HttpBackendSettings.DEFAULT.withAuthorities(directory.resolve("missing"));
            assertThatThrownBy(() -> HttpBackend.to(uri, loops, missing))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("missing cannot be read");
        }
    }
}

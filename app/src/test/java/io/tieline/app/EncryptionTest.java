package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.UsageException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways in a row: the one behind speaks TLS, the one in front must trust it. */
@Timeout(120)
final class EncryptionTest {

    @TempDir Path folder;

    @Test
    void speaksTlsInFrontAndTrustsAGivenAuthorityBehind() throws Exception {
        var own = SelfSigned.in(folder);
        try (var server = new HeldServer();
                var behind = encrypted(server, own);
                var front = start("--backend=" + url(behind), "--ca=" + own.certificate());
                var client = new PostingClient(url(front).replace("/mcp", ""))) {
            assertThat(url(behind)).startsWith("https://127.0.0.1:");
            client.initialize();
            assertThat(client.call("any").get(30, TimeUnit.SECONDS).toString()).contains("call 1");
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
        var own = SelfSigned.in(folder);
        try (var server = new HeldServer();
                var behind = encrypted(server, own);
                var front = start("--backend=" + url(behind));
                var client = new PostingClient(url(front).replace("/mcp", ""))) {
            client.initialize();
            assertThat(client.call("any").get(30, TimeUnit.SECONDS).toString())
                    .contains("-31001", "certificate");
            assertThat(server.headers()).isEmpty();
        }
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("empty.pem"), "");
        try (var server = new HeldServer()) {
            var url = server.url().replace("http:", "https:");
            assertThatThrownBy(() -> start("--backend=" + url, "--ca=" + file))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("PEM");
            assertThatThrownBy(() ->
                            start(
                                    "--backend=" + server.url(),
                                    "--tls-certificate=" + file,
                                    "--tls-key=" + file))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("PEM");
        }
    }

    private static RunningGateway encrypted(HeldServer server, SelfSigned own)
            throws UsageException {
        return start(
                "--backend=" + server.url(),
                "--tls-certificate=" + own.certificate(),
                "--tls-key=" + own.key());
    }

    private static RunningGateway start(String... options) throws UsageException {
        var all = new ArrayList<>(List.of(options));
        all.add("--listen=127.0.0.1:0");
        return RunningGateway.start(
                PlannerTest.plan(all, List.of()), System.getenv(), InputStream.nullInputStream());
    }

    private static String url(RunningGateway gateway) {
        return gateway.front().where().replace("at ", "");
    }
}

package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call, as a command line and a file say it. */
final class AuthChoicesTest {

    @TempDir private Path folder;

    private FrontPlan.Http plan(String section, String... options)
            throws UsageException, IOException {
        var file = folder.resolve("mcp.json");
        Files.writeString(
                file,
                "{\"mcpServers\": {\"one\": {\"url\": \"http://127.0.0.1:1/mcp\"}}, \"tieline\": {"
                        + section
                        + "}}");
        var words = new ArrayList<>(List.of("run", file.toString()));
        words.addAll(List.of(options));
        var line = RunLine.of(CommandLineWords.of(words), List.of());
        var choices = LineChoices.read(line, Map.of(), Terminal.NOBODY);
        return (FrontPlan.Http) Planner.plan(choices).front();
    }

    @Test
    void anIssuerOfTheFileHasAllThatIsSaidOfIt() throws Exception {
        var issuers =
                plan("""
                "publicUrl": "https://mcp.example.com",
                "auth": {"issuers": [{"issuer": "https://login.example.com/",
                  "audiences": ["api://a"], "algorithms": ["ES256"], "type": "at+jwt",
                  "principalClaim": "oid", "jwks": "https://login.example.com/k",
                  "private": true}]}
                """)
                        .auth()
                        .issuers();
        assertThat(issuers)
                .singleElement()
                .satisfies(issuer -> {
                    assertThat(issuer.issuer()).isEqualTo("https://login.example.com/");
                    assertThat(issuer.audiences()).containsExactly("api://a");
                    assertThat(issuer.algorithms()).containsExactly("ES256");
                    assertThat(issuer.principalClaim()).isEqualTo("oid");
                    assertThat(issuer.type()).isEqualTo("at+jwt");
                    assertThat(issuer.keys()).hasToString("https://login.example.com/k");
                    assertThat(issuer.isPrivate()).isTrue();
                });
    }

    @Test
    void theCommandLineAddsToTheFile() throws Exception {
        var auth =
                plan(
                                "\"auth\": {\"trustProxy\": \"10.0.0.0/8\", \"principalHeader\": \"X-User\"}",
                                "--listen=0.0.0.0:0",
                                "--trust-proxy=192.0.2.1",
                                "--auth-issuer=https://login.example.com",
                                "--auth-audience=me")
                        .auth();
        assertThat(auth.proxies()).hasSize(2);
        assertThat(auth.issuers())
                .singleElement()
                .satisfies(issuer -> assertThat(issuer.audiences()).containsExactly("me"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"auth\": {} | says nothing of who may call",
                "\"auth\": {\"token\": \"x\"} | did you mean tokens",
                "\"auth\": {\"issuers\": [{}]} | lacks its \"issuer\"",
                "\"auth\": {\"issuers\": [{\"issuer\": \"http://login.example.com\"}]} | no https URL",
                "\"auth\": {\"issuers\": [{\"issuer\": \"https://a.example\"}]} | nobody says for whom",
                "\"auth\": {\"issuers\": [{\"issuer\": \"https://a.example\", \"algorithms\": [\"HS256\"]}]} |"
                        + " never believed",
                "\"auth\": {\"issuers\": [{\"issuer\": \"https://a.example\", \"audience\": \"x\"}]} | did you"
                        + " mean audiences",
                "\"auth\": {\"trustProxy\": \"10.0.0.0/8\"} | give --trust-proxy and",
                "\"auth\": {\"principalHeader\": \"X\"} | give --trust-proxy and",
                "\"auth\": {\"trustProxy\": \"proxy\", \"principalHeader\": \"X\"} | no range of addresses",
                "\"auth\": {\"trustProxy\": \"::1\", \"principalHeader\": \"X-U\"}, \"forwardHeaders\":"
                        + " [\"x-u\"] | neither forwarded nor a key"
            })
    void whatCannotBeMeantIsRefused(String section, String why) {
        assertThatThrownBy(() -> plan(section))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }
}

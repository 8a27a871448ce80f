package io.tieline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.security.TokenVerifier.Verdict;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a file. */
final class StaticTokensTest {

    private static final RequestHead HEAD = new RequestHead("POST", "/mcp", Map.of(), "nobody");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir private Path folder;
    private Path file = Path.of("tokens.json");
    private Instant now = NOW;
    private final InstantSource clock = () -> now;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("tokens.json");
    }

    private String create(String name) throws IOException {
        return StaticTokens.create(file, name, Set.of("read"), null, clock, new SecureRandom());
    }

    private Verdict verdict(StaticTokens tokens, String token) {
        var verdicts = new ArrayList<Verdict>();
        tokens.verify(token, HEAD, verdicts::add);
        return verdicts.getFirst();
    }

    @Test
    void aTokenIsItsOwnersAndTheFileCannotBeUsedAsOne() throws IOException {
        var ada = create("ada");
        var bob = create("bob");
        assertThat(ada).isNotEqualTo(bob).hasSizeGreaterThan(43);
        assertThat(Files.readString(file)).doesNotContain(ada).doesNotContain(bob);
        var tokens = StaticTokens.read(file, clock);
        assertThat(verdict(tokens, ada))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        good -> {
                            assertThat(good.principal()).isEqualTo(Principal.of("ada"));
                            assertThat(good.principal().scopes()).containsExactly("read");
                            assertThat(good.expires()).isEqualTo(Instant.MAX);
                        });
        assertThat(verdict(tokens, ada + "x")).isInstanceOf(Verdict.Rejected.class);
        assertThat(verdict(tokens, "something-else")).isEqualTo(Verdict.UNKNOWN);
        var digest = Files.readString(file).replaceAll("(?s).*?\"sha256\":\\s*\"(\\w+)\".*", "$1");
        assertThat(verdict(tokens, digest)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aTokenIsGoodUntilItExpires() throws IOException {
        var random = new SecureRandom();
        var token = StaticTokens.create(file, "ada", Set.of(), Duration.ofDays(30), clock, random);
        var tokens = StaticTokens.read(file, clock);
        now = NOW.plus(Duration.ofDays(30)).minusNanos(1);
        assertThat(verdict(tokens, token)).isInstanceOf(Verdict.Accepted.class);
        now = NOW.plus(Duration.ofDays(30));
        assertThat(verdict(tokens, token)).isEqualTo(new Verdict.Rejected("The token has expired"));
    }

    @Test
    void aNameIsTakenOnce() throws IOException {
        create("ada");
        var before = Files.readString(file);
        assertThatThrownBy(() -> create("ada")).hasMessageContaining("a token of ada already");
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).as("nothing is left beside it").hasSize(1);
    }

    @Test
    void aNameOrScopeThatCannotBeOneIsRefused() {
        for (var name : List.of("local", "", " ", "a b", "\u00e4", "-x", "a".repeat(129))) {
            assertThatThrownBy(() -> create(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() ->
                        StaticTokens.create(
                                file, "ada", Set.of("a\"b"), null, clock, new SecureRandom()))
                .hasMessageContaining("is no scope");
        assertThat(file).doesNotExist();
    }

    @Test
    void nobodyButItsOwnerMayReadTheFile() throws IOException {
        create("ada");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (var open : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> StaticTokens.read(file, clock))
                    .as(open)
                    .hasMessageContaining("chmod 600");
            assertThatThrownBy(() -> create("bob")).as(open).hasMessageContaining("chmod 600");
        }
    }

    @Test
    void whatIsTakenOutIsGoodNoLongerAndWhatCannotBeReadChangesNothing() throws IOException {
        var ada = create("ada");
        var bob = create("bob");
        var tokens = StaticTokens.read(file, clock);
        var lines = new ArrayList<>(Files.readAllLines(file));
        Files.writeString(file, "{");
        assertThatThrownBy(tokens::reload).hasMessageContaining("is not JSON");
        assertThat(verdict(tokens, ada)).isInstanceOf(Verdict.Accepted.class);
        lines.removeIf(line -> line.contains("\"ada\""));
        Files.write(file, lines);
        assertThat(tokens.reload()).isEqualTo(1);
        assertThat(verdict(tokens, ada)).isInstanceOf(Verdict.Rejected.class);
        assertThat(verdict(tokens, bob)).isInstanceOf(Verdict.Accepted.class);
        tokens.clear();
        assertThat(verdict(tokens, bob)).isInstanceOf(Verdict.Rejected.class);
    }

    @Test
    void aFileThatHoldsSomethingElseSaysWhatToDo() throws IOException {
        assertThatThrownBy(() -> StaticTokens.read(file, clock))
                .hasMessageContaining("tieline token new NAME --tokens");
        create("ada");
        var good = Files.readString(file);
        for (var bad :
                List.of(
                        "[]",
                        "{\"tokens\": [{}]}",
                        "{\"tokens\": [{\"name\": \"ada\", \"sha256\": \"abc\"}]}",
                        good.replace("\"scopes\"", "\"expires\":\"soon\",\"scopes\""),
                        good.replace("\n]}", ",\n" + good.lines().toList().get(1) + "\n]}"))) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> StaticTokens.read(file, clock))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("tokens.json");
        }
    }
}

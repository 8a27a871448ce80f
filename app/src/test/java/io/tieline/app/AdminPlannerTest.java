package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.admin.AdminSettings;
import io.tieline.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look in is decided before anything listens. */
final class AdminPlannerTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir Path folder;

    private static @Nullable AdminSettings plan(String... options) throws UsageException {
        var all = new ArrayList<>(List.of("--backend=http://127.0.0.1:9/mcp"));
        all.addAll(List.of(options));
        return PlannerTest.plan(all, List.of()).admin();
    }

    private String file(String text) throws IOException {
        return "--admin-token-file=" + Files.writeString(folder.resolve("token"), text);
    }

    @Test
    void nobodyLooksInByDefault() throws UsageException {
        assertThat(plan()).isNull();
    }

    @Test
    void thisMachineNeedsNoToken() throws UsageException {
        var admin = Objects.requireNonNull(plan("--admin=127.0.0.1:9808"));
        assertThat(admin.address().getPort()).isEqualTo(9808);
        assertThat(admin.token()).isNull();
        assertThat(admin.hosts()).isEmpty();
    }

    @Test
    void itHasTheNamesOfTheFront() throws UsageException {
        var admin =
                Objects.requireNonNull(
                        plan("--admin=127.0.0.1:9808", "--allow-host=mcp.example.com"));
        assertThat(admin.hosts()).containsExactly("mcp.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:9808", "[::]:9808"})
    void othersNeedOne(String address) throws Exception {
        assertThatThrownBy(() -> plan("--admin=" + address))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--admin-token-file");
        var admin = Objects.requireNonNull(plan("--admin=" + address, file(TOKEN + "\n")));
        assertThat(admin.token()).isEqualTo(new AdminSettings.Token(TOKEN));
        assertThat(admin.toString()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "0123456789abcdef 0123456789abcdef", "0123456789abcdéf"})
    void aTokenThatIsNoneIsRefused(String text) throws IOException {
        var file = file(text);
        assertThatThrownBy(() -> plan("--admin=127.0.0.1:9808", file))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("holds no token");
    }

    @Test
    void aFileThatIsNotThereOrNotNeededIsRefused() throws IOException {
        var missing = "--admin-token-file=" + folder.resolve("missing");
        assertThatThrownBy(() -> plan("--admin=127.0.0.1:9808", missing))
                .hasMessageContaining("there is no file");
        var file = file(TOKEN);
        assertThatThrownBy(() -> plan(file)).hasMessageContaining("add --admin");
    }
}

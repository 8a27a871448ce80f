package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.RunChoices;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.StateKey;
import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.NetworkIo;
import io.tieline.http.settings.StateCookies;
import io.tieline.session.backend.CallRule;
import io.tieline.wire.Revision;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option ends up where it works. */
final class PlannerTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NINETY_MINUTES = Duration.ofMinutes(90);

    static Stream<Arguments> options() {
        return Stream.of(
                gives("--listen=127.0.0.1:0", plan -> http(plan).settings().address().getPort(), 0),
                gives("--listen=[::1]:9", plan -> http(plan).settings().address().getPort(), 9),
                gives(
                        "--allow-host=mcp.example.com:8443",
                        plan -> http(plan).settings().allowedHosts(),
                        Set.of("mcp.example.com:8443")),
                gives(
                        "--allow-origin=https://app.example.com",
                        plan -> http(plan).settings().allowedOrigins(),
                        Set.of("https://app.example.com")),
                gives(
                        "--allow-origin=HTTPS://App.example.com:443",
                        plan -> http(plan).settings().allowedOrigins(),
                        Set.of("https://app.example.com")),
                gives(
                        "--forward-header=X-User",
                        plan -> http(plan).settings().allowedHeaders(),
                        Set.of("X-User")),
                gives(
                        "--sessions=pinned:header:X-Room",
                        plan -> http(plan).settings().allowedHeaders(),
                        Set.of("X-Room")),
                gives(
                        "--public-url=https://example.com/tools",
                        plan -> http(plan).settings().publicUrl(),
                        URI.create("https://example.com/tools")),
                gives(
                        "--listen=localhost:9",
                        plan -> http(plan).settings().address(),
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9)),
                gives("--idle=1h", plan -> http(plan).settings().sessions().idle(), HOUR),
                gives("--idle=1h", plan -> only(plan).gateway().idle(), HOUR),
                gives(
                        "--human-timeout=1h",
                        plan -> http(plan).settings().sessions().humanInput(),
                        HOUR),
                gives("--call-timeout=1h", plan -> only(plan).gateway().limits().idle(), HOUR),
                gives("--call-timeout=1h", plan -> only(plan).gateway().limits().cap(), HOUR),
                gives(
                        "--call-timeout=1s",
                        plan -> only(plan).gateway().limits().cap(),
                        Duration.ofMinutes(60)),
                gives(
                        "--call-timeout=2h",
                        plan -> only(plan).gateway().limits().cap(),
                        Duration.ofHours(2)),
                gives(
                        "--call-limit=90m",
                        plan -> only(plan).gateway().limits().cap(),
                        NINETY_MINUTES),
                gives(
                        "--idle-disconnected=5m",
                        plan -> http(plan).settings().sessions().disconnected(),
                        Duration.ofMinutes(5)),
                gives(
                        "--idle=5m",
                        plan -> http(plan).settings().sessions().disconnected(),
                        Duration.ofMinutes(5)),
                gives("--max-sessions=3", plan -> only(plan).gateway().maxSessions(), 3),
                gives(
                        "--max-depth=30",
                        plan -> url(plan).settings().limits().message().maxDepth(),
                        30),
                gives(
                        "--max-depth=30",
                        plan -> http(plan).settings().limits().messages().maxDepth(),
                        30),
                gives(
                        "--max-depth=30",
                        plan -> url(plan).settings().limits().message().maxBytes(),
                        64 << 20),
                gives(
                        "--max-depth=30",
                        plan -> http(plan).settings().limits().messages().maxBytes(),
                        4 << 20),
                gives(
                        "--max-message=200MiB",
                        plan -> http(plan).settings().limits().unsentBytes(),
                        400 << 20),
                gives(
                        "--start-timeout=1h",
                        plan -> only(plan).gateway().limits().initialize(),
                        HOUR),
                gives("--drain=1h", Plan::drain, HOUR),
                gives("--drain=90m", Plan::drain, NINETY_MINUTES),
                gives("--drain=250ms", Plan::drain, Duration.ofMillis(250)),
                gives(
                        "--max-message=8MiB",
                        plan -> http(plan).settings().limits().messages().maxBytes(),
                        8 << 20),
                gives(
                        "--max-message=8m",
                        plan -> url(plan).settings().limits().message().maxBytes(),
                        8 << 20),
                gives("--instructions=Hello", plan -> only(plan).gateway().instructions(), "Hello"),
                gives(
                        "--forward-header=X-User",
                        plan -> only(plan).gateway().forwardedHeaders(),
                        Set.of("x-user")),
                gives(
                        "--header=Authorization: Bearer a:b",
                        plan -> url(plan).settings().headers(),
                        Map.of("authorization", "Bearer a:b")),
                gives("--backend-revision=auto", plan -> only(plan).gateway().revision(), null),
                gives(
                        "--backend-revision=2025-03-26",
                        plan -> only(plan).gateway().revision(),
                        Revision.V2025_03_26),
                gives("--calls=lease", plan -> only(plan).gateway().calls(), CallRule.LEASE),
                gives("--calls=serial", plan -> only(plan).gateway().calls(), CallRule.SERIAL),
                gives(
                        "--state-key=auto",
                        plan -> http(plan).settings().stateCookies(),
                        StateCookies.ON_DISCOVERY),
                gives(
                        "--state-key=cookie",
                        plan -> http(plan).settings().stateCookies(),
                        StateCookies.ALWAYS),
                gives(
                        "--state-key=handle",
                        plan -> http(plan).settings().stateCookies(),
                        StateCookies.NONE),
                gives(
                        "--sessions=per-request",
                        plan -> http(plan).settings().stateCookies(),
                        StateCookies.NONE),
                gives(
                        "--sessions=shared",
                        plan -> only(plan).gateway().sessions(),
                        SessionPolicy.SHARED),
                gives(
                        "--sessions=per-request",
                        plan -> only(plan).gateway().sessions(),
                        SessionPolicy.PER_REQUEST),
                gives(
                        "--sessions=per-client",
                        plan -> only(plan).gateway().sessions(),
                        SessionPolicy.PER_CLIENT_SESSION));
    }

    private static Arguments gives(
            String option, Function<Plan, @Nullable Object> where, @Nullable Object what) {
        return Arguments.of(option, where, what);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    void anOptionReachesWhatItIsFor(
            String option, Function<Plan, @Nullable Object> where, @Nullable Object what)
            throws UsageException {
        assertThat(where.apply(plan("--backend=http://127.0.0.1:3000/mcp", option)))
                .isEqualTo(what);
    }

    @Test
    void aSessionDoesNotLiveLongerWithoutItsClientThanWithIt() {
        var url = "--backend=http://127.0.0.1:3000/mcp";
        assertThatThrownBy(() -> plan(url, "--idle=5m", "--idle-disconnected=6m"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--idle-disconnected")
                .hasMessageContaining("raise --idle");
        assertThatThrownBy(() -> plan(url, "--max-sessions=none"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no number from 1");
        assertThatThrownBy(() -> plan(url, "--max-depth=0"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no number from 1");
    }

    @Test
    void withoutOptionsItServesLocalClientsOneSessionEach() throws UsageException {
        var plan = plan("--backend=http://127.0.0.1:3000/mcp");
        assertThat(http(plan).settings().address().toString()).isEqualTo("/127.0.0.1:8808");
        assertThat(http(plan).settings().certificate()).isNull();
        assertThat(only(plan).gateway().sessions()).isEqualTo(SessionPolicy.PER_CLIENT_SESSION);
        assertThat(only(plan).gateway().calls()).isEqualTo(CallRule.LEARN);
        assertThat(only(plan).gateway().stateKey()).isEqualTo(StateKey.AUTO);
        assertThat(http(plan).settings().stateCookies()).isEqualTo(StateCookies.ON_DISCOVERY);
        assertThat(plan.drain()).isEqualTo(Duration.ofSeconds(25));
        assertThat(url(plan).settings().transport()).isEqualTo(Transport.AUTO);
        assertThat(only(plan).backend().name()).isEqualTo("127.0.0.1:3000");
    }

    @Test
    void itWorksOnEveryProcessorByTheUsualInterfaceUnlessToldOtherwise() throws UsageException {
        var usual = plan("--backend=http://127.0.0.1:3000/mcp");
        assertThat(usual.io()).isEqualTo(NetworkIo.usual());
        assertThat(usual.loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        var small = plan("--backend=http://127.0.0.1:3000/mcp", "--small", "--io=nio");
        assertThat(small.io()).isEqualTo(NetworkIo.NIO);
        assertThat(small.loops()).isEqualTo(1);
        assertThatThrownBy(() -> plan("--backend=http://127.0.0.1:3000/mcp", "--io=fast"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("epoll, io_uring, nio");
    }

    @Test
    void aCommandKeepsItsArgumentsVariablesAndDirectory() throws UsageException {
        var line = List.of("--env=A=1=2", "--env=B=", "--cwd=/tmp", "--max-message=64MiB");
        var plan = plan(line, List.of("python3", "-m", "server", "--stdio"));
        var command = (BackendPlan.Command) only(plan).backend();
        assertThat(command.name()).isEqualTo("python3");
        assertThat(command.command().argv()).containsExactly("python3", "-m", "server", "--stdio");
        assertThat(command.command().environment()).isEqualTo(Map.of("A", "1=2", "B", ""));
        assertThat(command.command().directory()).isEqualTo(Path.of("/tmp"));
        assertThat(command.settings().limits().maxBytes()).isEqualTo(64 << 20);
    }

    @Test
    void onStdioTheTimeToDrainIsThatOfTheLastAnswers() throws UsageException {
        var plan = plan("--stdio", "--drain=3s", "--backend=http://127.0.0.1:3000/mcp");
        var front = (FrontPlan.Stdio) plan.front();
        assertThat(front.settings().lastAnswers()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theLastOfSeveralHeadersOfOneNameCounts() throws UsageException {
        var plan = plan("--backend=http://127.0.0.1:3000/", "--header=A: 1", "--header=a: 2");
        assertThat(url(plan).settings().headers()).isEqualTo(Map.of("a", "2"));
    }

    private static ServerPlan only(Plan plan) {
        assertThat(plan.servers()).hasSize(1);
        return plan.servers().getFirst();
    }

    private static FrontPlan.Http http(Plan plan) {
        return (FrontPlan.Http) plan.front();
    }

    private static BackendPlan.Url url(Plan plan) {
        return (BackendPlan.Url) only(plan).backend();
    }

    private static Plan plan(String... options) throws UsageException {
        return plan(List.of(options), List.of());
    }

    static Plan plan(List<String> options, List<String> command) throws UsageException {
        var words = Stream.concat(Stream.of("run"), options.stream()).toList();
        return Planner.plan(
                RunChoices.of(RunLine.of(CommandLineWords.of(words), command).choices()));
    }
}

package io.tieline.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.command.CommandOption;
import io.tieline.app.command.ExitCode;
import io.tieline.app.command.Given;
import io.tieline.app.command.PsCommand;
import io.tieline.app.command.TapCommand;
import io.tieline.app.config.LineOption;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.Attended;
import io.tieline.app.terminal.Screen;
import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.RequestMetadata;
import io.tieline.telemetry.ObserverGroup;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 113: {@code ps} and {@code tap} show what runs. */
@Timeout(30)
final class AdminCommandsTest {

    private static final String TOKEN = "0123456789abcdef";

    private static final Request CALL =
            Request.of(
                    Id.of(1),
                    Method.TOOLS_CALL,
                    Json.of(
                            """
                            {"name":"book","arguments":{"secret":"s3cret"},"_meta":{\
                            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                            "io.modelcontextprotocol/clientInfo":{"name":"ev\\u001b[31mil"},\
                            "io.modelcontextprotocol/clientCapabilities":{}}}\
                            """));

    @TempDir Path folder;

    private final AdminObservers observers = AdminObservers.begin();
    private final Observer observer = ObserverGroup.of(observers.all());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    Attended.NOBODY,
                    0,
                    Map.of());
    private final AdminListener open = listener(null);
    private final AdminListener guarded = listener(new AdminSettings.Token(TOKEN));

    private AdminListener listener(AdminSettings.@Nullable Token token) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return AdminListener.open(
                    new AdminSettings(address, Set.of(), token), new QuietGateway(), observers);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        open.close();
        guarded.close();
    }

    private static Given given(AdminListener gateway, Object... more) {
        var options = new HashMap<LineOption, List<String>>();
        options.put(CommandOption.ADMIN, List.of("127.0.0.1:" + gateway.uri().getPort()));
        for (int i = 0; i < more.length; i += 2) {
            options.put((LineOption) more[i], List.of((String) more[i + 1]));
        }
        return new Given(options, List.of(), List.of());
    }

    private ExchangeObserver begin() {
        return observer.began(RequestMetadata.of(CALL), Caller.LOCAL, CALL);
    }

    private static void ask(ExchangeObserver exchange) {
        var call = new ServerCall("git", CALL);
        exchange.routed(call);
        exchange.left(call, CALL);
        var request = Request.of(Id.of(7), Method.ELICITATION_CREATE, Json.EMPTY_OBJECT);
        exchange.asked(new Question(request, (_, _) -> {}), call);
    }

    private static void end(ExchangeObserver exchange) {
        exchange.finished(new Ending(Observer.Outcome.CANCELLED, null, Duration.ofMillis(3), null));
    }

    private String text() {
        return out.toString(UTF_8);
    }

    @Test
    void psShowsACallWithTheQuestionThatWaitsInIt() throws UsageException {
        ask(begin());
        assertThat(new PsCommand(screen).run(given(open))).isEqualTo(ExitCode.DONE);
        assertThat(text())
                .contains("Servers (1)", "git", "unused", "Calls in flight (1)", "book")
                .contains("asking: elicitation/create for")
                .doesNotContain("s3cret", "\u001b");
    }

    @Test
    void psForProgramsIsWhatTheGatewaySays() throws UsageException {
        ask(begin());
        new PsCommand(screen).run(given(open, CommandOption.JSON, ""));
        assertThat(Json.of(text().strip()).list("calls")).hasSize(1);
    }

    @Test
    void tapShowsTheSequenceOfOneCallAndEndsWithIt() throws Exception {
        var first = begin();
        var tap =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return new TapCommand(screen).run(given(open, CommandOption.CALL, "2"));
                    } catch (UsageException e) {
                        throw new AssertionError(e);
                    }
                });
        // It sees what happens from when it is there: so the call is made until it was seen.
        var second = begin();
        while (!text().contains("#2")) {
            ask(second);
            Thread.onSpinWait();
        }
        end(first);
        end(second);
        assertThat(tap.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
        assertThat(text())
                .contains("goes to git", "→ git as 1", "← git asks elicitation/create")
                .contains("client ← cancelled in 3 ms")
                .doesNotContain("#1", "s3cret");
    }

    @Test
    void tapSaysWhoseRequestWasRefusedAndWhy() throws Exception {
        var tap =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return new TapCommand(screen).run(given(open));
                    } catch (UsageException e) {
                        throw new AssertionError(e);
                    }
                });
        var error = RpcError.of(ErrorCode.OVERLOADED, "s3cret");
        while (!text().contains("refused")) {
            observer.refused(RequestMetadata.of(CALL), Caller.LOCAL, CALL, error);
            Thread.onSpinWait();
        }
        open.close();
        assertThat(tap.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(text())
                .contains("client → tools/call book (ev", ") is refused: -31004")
                .doesNotContain("s3cret", "\u001b");
    }

    @Test
    void aGatewayThatIsNotThereOrWantsATokenSaysSo() throws Exception {
        int port = open.uri().getPort();
        open.close();
        var nobody =
                new Given(
                        Map.of(CommandOption.ADMIN, List.of("127.0.0.1:" + port)),
                        List.of(),
                        List.of());
        assertThat(new PsCommand(screen).run(nobody)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString(UTF_8)).contains("--admin HOST:PORT");
        assertThat(new PsCommand(screen).run(given(guarded))).isEqualTo(ExitCode.UNAUTHENTICATED);
        var file = Files.writeString(folder.resolve("token"), TOKEN + "\n").toString();
        assertThat(new PsCommand(screen).run(given(guarded, CommandOption.ADMIN_TOKEN_FILE, file)))
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(
                        () -> new TapCommand(screen).run(given(open, CommandOption.CALL, "seven")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tieline ps");
        assertThatThrownBy(() ->
                        new PsCommand(screen)
                                .run(
                                        new Given(
                                                Map.of(CommandOption.ADMIN, List.of("nonsense")),
                                                List.of(),
                                                List.of())))
                .hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() ->
                        new PsCommand(screen).run(new Given(Map.of(), List.of("more"), List.of())))
                .hasMessageContaining("one word too many");
    }
}

package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
final class ClientTest {

    private static final Service MUTE = session -> new Mute(null);

    /** Answers the handshake in the revision that it is given, and nothing else. */
    private record Mute(@Nullable Revision revision) implements Conversation {

        @Override
        public void initialize(Exchange exchange) {
            if (revision != null) {
                exchange.finish(
                        Json.object(
                                "protocolVersion", revision.text(),
                                "capabilities", Json.EMPTY_OBJECT,
                                "serverInfo", Json.object("name", "mute", "version", "1")));
            }
        }

        @Override
        public void serve(Exchange exchange) {}

        @Override
        public void notified(Notification notification) {}

        @Override
        public void closed() {}
    }

    @ParameterizedTest
    @EnumSource
    void scenario20ARevisionCanBePinned(Revision revision) {
        var server = McpServer.named("any", "1").build();
        try (var client = McpClient.to(server).revision(revision).connect()) {
            assertThat(client.revision()).isEqualTo(revision);
        }
        try (var client = McpClient.to(server).connect()) {
            assertThat(client.revision()).isEqualTo(Revision.LATEST_HANDSHAKE);
        }
    }

    @Test
    void scenario20APinnedClientRefusesAServerOfAnotherRevision() {
        var builder =
                McpClient.to(session -> new Mute(Revision.V2024_11_05))
                        .revision(Revision.V2025_06_18);
        assertThatThrownBy(builder::connect)
                .isInstanceOf(McpException.class)
                .hasMessageContaining("2024-11-05")
                .hasMessageContaining("2025-06-18");
    }

    @Test
    void aClientDeclaresWhatItsHandlersCanBeAsked() {
        var server =
                McpServer.named("any", "1")
                        .tool(
                                Tool.of("see"),
                                (context, arguments) ->
                                        CallResult.structured(context.capabilities().json()))
                        .build();
        Elicitation.Handler decline = question -> Answer.decline();
        declares(McpClient.to(server), "{}");
        declares(McpClient.to(server).onElicitation(decline), "{\"elicitation\":{}}");
        declares(McpClient.to(server).onUrlElicitation(decline), "{\"elicitation\":{\"url\":{}}}");
        declares(
                McpClient.to(server).onElicitation(decline).onUrlElicitation(decline),
                "{\"elicitation\":{\"form\":{},\"url\":{}}}");
        declares(
                McpClient.to(server)
                        .roots()
                        .onSampling(request -> SamplingResult.text("m", "t"))
                        .capability("sampling", Json.of("{\"tools\":{}}"))
                        .capability("experimental", Json.of("{\"x\":1}")),
                """
                {"roots":{"listChanged":true},"sampling":{"tools":{}},"experimental":{"x":1}}\
                """);
    }

    private static void declares(McpClient.Builder builder, String capabilities) {
        try (var client = builder.connect()) {
            assertThat(client.callTool("see").structuredContent()).isEqualTo(Json.of(capabilities));
        }
    }

    @Test
    void aServerThatDoesNotAnswerTheHandshakeFailsTheConnectionInTime() {
        var builder =
                McpClient.to(MUTE).limits(TimeLimits.DEFAULT.withInitialize(Duration.ofMillis(50)));
        assertThat(
                        catchThrowableOfType(McpException.class, () -> use(builder.connect()))
                                .error()
                                .code())
                .isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
    }

    @Test
    void aConnectionThatCannotEvenBeTriedFailsAndSaysWhy() {
        var builder =
                McpClient.to(
                        new Backend() {
                            @Override
                            public String name() {
                                return "incomplete";
                            }

                            @Override
                            public Link connect(Link.Listener listener) {
                                throw new NoClassDefFoundError("left out");
                            }
                        });
        assertThatThrownBy(builder::connect)
                .isInstanceOf(McpException.class)
                .hasMessageContaining("incomplete")
                .hasMessageContaining("left out");
    }

    @Test
    void aThreadThatIsInterruptedWhileItConnectsGivesUp() throws Exception {
        var outcome = new CompletableFuture<String>();
        var connecting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                use(McpClient.to(MUTE).connect());
                            } catch (CancellationException e) {
                                outcome.complete("" + Thread.currentThread().isInterrupted());
                            }
                        });
        connecting.interrupt();
        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("true");
    }

    private static void use(McpClient client) {
        client.close();
    }

    @Test
    void scenario58WhatIsPendingFailsAtOnceWhenTheSessionDies() {
        var begun = new CountDownLatch(1);
        var session = new AtomicReference<ClientSession>();
        var server =
                McpServer.named("dying", "1")
                        .tool(
                                Tool.of("wait"),
                                (context, arguments) -> {
                                    begun.countDown();
                                    new CountDownLatch(1).await();
                                    return CallResult.of();
                                })
                        .build();
        Service watched =
                opened -> {
                    session.set(opened);
                    return server.open(opened);
                };
        try (var client = McpClient.to(watched).connect()) {
            var pending = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            session.get().close();
            var error = catchThrowableOfType(McpException.class, pending::await).error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(catchThrowableOfType(McpException.class, client::ping).error().code())
                    .isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(client.isOpen()).isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsAskedOfAClosedClientFailsAndClosingTwiceIsSilent() {
        var client = McpClient.to(McpServer.named("any", "1").build()).connect();
        client.close();
        client.close();
        assertThat(client.isOpen()).isFalse();
        assertThatThrownBy(client::listTools).isInstanceOf(McpException.class);
    }

    @Test
    void aClientConnectsToAnyBackend() {
        try (var time = new SystemTimers()) {
            var backend =
                    new InProcess(
                            "local",
                            McpServer.named("any", "1").build(),
                            SessionSettings.DEFAULT,
                            time.environment());
            var builder = McpClient.to(backend).environment(time.environment());
            try (var first = builder.connect();
                    var second = builder.connect()) {
                first.ping();
                second.ping();
                assertThat(backend.sessions().size()).isEqualTo(2);
            }
            assertThat(backend.sessions().size()).isZero();
        }
    }

    @Test
    void anErrorPassesWithCodeMessageAndData() {
        var server =
                McpServer.named("any", "1")
                        .tool(
                                Tool.of("fail"),
                                (context, arguments) -> {
                                    throw new McpException(
                                            new RpcError(-7, "No", Json.of("[1e400]")));
                                })
                        .build();
        try (var client = McpClient.to(server).connect()) {
            var error =
                    catchThrowableOfType(McpException.class, () -> client.callTool("fail")).error();
            assertThat(error.code()).isEqualTo(-7);
            assertThat(error.message()).isEqualTo("No");
            assertThat(error.data()).isEqualTo(Json.of("[1e400]"));
        }
    }

    @Test
    void anAnswerThatIsNotWhatItShouldBeIsTheServersFault() {
        Service odd =
                session ->
                        new Conversation() {
                            private final Mute mute = new Mute(Revision.V2025_11_25);

                            @Override
                            public void initialize(Exchange exchange) {
                                mute.initialize(exchange);
                            }

                            @Override
                            public void serve(Exchange exchange) {
                                exchange.finish(Json.of("{\"tools\":[{\"title\":\"nameless\"}]}"));
                            }

                            @Override
                            public void notified(Notification notification) {}

                            @Override
                            public void closed() {}
                        };
        try (var client = McpClient.to(odd).connect()) {
            var error = catchThrowableOfType(McpException.class, client::listTools).error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
            assertThat(error.message()).contains("tools/list").contains("name");
        }
    }

    @Test
    void aHandlerMayCallBackIntoItsOwnClient() {
        var server =
                McpServer.named("any", "1")
                        .tool(
                                Tool.of("log"),
                                (context, arguments) -> {
                                    context.log(LogLevel.INFO, "first");
                                    return CallResult.text("done");
                                })
                        .tool(Tool.of("quick"), (context, arguments) -> CallResult.text("quick"))
                        .build();
        var self = new AtomicReference<McpClient>();
        var heard = new CompletableFuture<String>();
        try (var client =
                McpClient.to(server)
                        .onLog(message -> heard.complete(self.get().callTool("quick").text()))
                        .connect()) {
            self.set(client);
            assertThat(client.callTool("log").text()).isEqualTo("done");
            assertThat(heard).isCompletedWithValue("quick");
        }
    }
}

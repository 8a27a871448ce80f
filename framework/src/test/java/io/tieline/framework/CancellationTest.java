package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 61: a request that is taken back ends on both sides, and no other does. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class CancellationTest {

    private final Route route;

    CancellationTest(Route route) {
        this.route = route;
    }

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final CompletableFuture<String> reason = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

    private final McpServer server =
            McpServer.named("slow", "1")
                    .tool(Tool.of("wait"), this::waits)
                    .tool(Tool.of("ask"), this::asks)
                    .tool(Tool.of("quick"), (context, arguments) -> CallResult.text("quick"))
                    .build();

    private CallResult waits(McpContext context, Values arguments) throws InterruptedException {
        context.onCancel(why -> reason.complete(String.valueOf(why)));
        begun.countDown();
        try {
            never.await();
            return CallResult.text("released");
        } catch (InterruptedException e) {
            interrupted.complete(context.isCancelled());
            throw e;
        }
    }

    private CallResult asks(McpContext context, Values arguments) {
        try {
            return CallResult.text(context.elicit("?", Json.object("type", "object")).toString());
        } catch (CancellationException e) {
            interrupted.complete(context.isCancelled());
            throw e;
        }
    }

    @Test
    void aCancelledCallInterruptsItsHandlerAndTellsTheReason() throws Exception {
        try (var client = McpClient.to(route.to(server)).connect()) {
            var slow = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            slow.cancel("Changed my mind");
            assertThatThrownBy(slow::await).isInstanceOf(CancellationException.class);
            assertThat(slow.isDone()).isTrue();
            assertThat(reason.get(5, TimeUnit.SECONDS)).isEqualTo("Changed my mind");
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(client.callTool("quick").text()).isEqualTo("quick");
        }
    }

    @Test
    void onlyTheOneCallIsCancelled() throws Exception {
        try (var client = McpClient.to(route.to(server)).connect()) {
            var kept = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            var dropped = client.startTool("wait", Map.of(), RequestOptions.NONE);
            dropped.cancel("This one");
            assertThat(reason.get(5, TimeUnit.SECONDS)).isEqualTo("This one");
            never.countDown();
            assertThat(kept.await().text()).isEqualTo("released");
        }
    }

    @Test
    void interruptingTheBlockedThreadCancelsItsCall() throws Exception {
        try (var client = McpClient.to(route.to(server)).connect()) {
            var outcome = new CompletableFuture<String>();
            var caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.callTool("wait");
                                } catch (CancellationException e) {
                                    outcome.complete(
                                            "interrupted "
                                                    + Thread.currentThread().isInterrupted());
                                }
                            });
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted true");
            assertThat(reason.get(5, TimeUnit.SECONDS)).isEqualTo("The caller was interrupted");
        }
    }

    @Test
    void aCallThatIsCancelledWhileItAsksWithdrawsItsQuestion() throws Exception {
        var asked = new CountDownLatch(1);
        var withdrawn = new CountDownLatch(1);
        try (var client =
                McpClient.to(route.to(server))
                        .onElicitation(question -> {
                            asked.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                withdrawn.countDown();
                            }
                            return Answer.cancel();
                        })
                        .connect()) {
            var call = client.startTool("ask", Map.of(), RequestOptions.NONE);
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            call.cancel("Enough");
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(withdrawn.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void scenario62ATimeLimitOfOneCallEndsItAndNothingElse() throws Exception {
        try (var client = McpClient.to(route.to(server)).connect()) {
            for (int i = 0; i < 5; i++) {
                var error =
                        catchThrowableOfType(
                                        McpException.class,
                                        () ->
                                                client.callTool(
                                                        "wait",
                                                        Map.of(),
                                                        RequestOptions.timeLimit(
                                                                Duration.ofMillis(20))))
                                .error();
                assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            }
            assertThat(reason.get(5, TimeUnit.SECONDS)).isEqualTo("The time limit has passed");
            assertThat(client.isOpen()).isTrue();
            assertThat(client.callTool("quick").text()).isEqualTo("quick");
        }
    }

    @Test
    void aClientThatLeavesInterruptsItsHandlers() throws Exception {
        try (var client = McpClient.to(route.to(server)).connect()) {
            client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aListenerThatComesTooLateHearsOfTheCancellationAtOnce() throws Exception {
        var heard = new CompletableFuture<String>();
        var late =
                McpServer.named("late", "1")
                        .tool(
                                Tool.of("wait"),
                                (context, arguments) -> {
                                    begun.countDown();
                                    try {
                                        never.await();
                                    } catch (InterruptedException e) {
                                        context.onCancel(
                                                why -> heard.complete(String.valueOf(why)));
                                    }
                                    return CallResult.of();
                                })
                        .build();
        try (var client = McpClient.to(route.to(late)).connect()) {
            var call = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            call.cancel("Now");
            assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("Now");
        }
    }
}

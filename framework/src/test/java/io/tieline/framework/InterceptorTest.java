package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking code between clients and their backend. */
@Timeout(20)
final class InterceptorTest {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final SystemTimers time = new SystemTimers();
    private final Environment quiet = time.environment().observedBy(Observer.NONE);

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private static McpServer backend() {
        return McpServer.named("backend", "1")
                .tool(
                        Tool.of("echo"),
                        (context, arguments) -> CallResult.text(arguments.json().toString()))
                .tool(
                        Tool.of("ask"),
                        (context, arguments) ->
                                CallResult.text(
                                        context.elicit("Name?", Json.object("type", "object"))
                                                .accepted()
                                                .orElseThrow()
                                                .text("name")))
                .tool(
                        Tool.of("wait"),
                        (context, arguments) -> {
                            NEVER.await();
                            return CallResult.of();
                        })
                .build();
    }

    @Test
    void interceptorsSeeRequestsInOrderAndAnswersInReverse() {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var builder = McpProxy.to(backend());
        for (var name : List.of("outer", "inner")) {
            builder.intercept((context, request, next) -> {
                seen.add(name + " in " + request.method());
                var response = next.proceed(request);
                seen.add(name + " out " + (response instanceof Result));
                return response;
            });
        }
        try (var proxy = builder.build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.callTool("echo", Map.of("a", 1)).text()).isEqualTo("{\"a\":1}");
            assertThat(seen)
                    .containsExactly(
                            "outer in tools/call",
                            "inner in tools/call",
                            "inner out true",
                            "outer out true");
        }
    }

    @Test
    void anInterceptorChangesRequestsAndAnswers() {
        try (var proxy =
                        McpProxy.to(backend())
                                .intercept((context, request, next) -> {
                                    if (!request.method().equals(Method.TOOLS_CALL)) {
                                        return next.proceed(request);
                                    }
                                    var changed =
                                            request.withParams(
                                                    Json.of(
                                                            "{\"name\":\"echo\",\"arguments\":{\"b\":2}}"));
                                    return switch (next.proceed(changed)) {
                                        case Result result ->
                                                result.withResult(
                                                        result.result()
                                                                .with(
                                                                        "_meta",
                                                                        Json.object("seen", true)));
                                        case Failure failure -> failure;
                                    };
                                })
                                .build();
                var client = McpClient.to(proxy).connect()) {
            var result = client.callTool("anything");
            assertThat(result.text()).isEqualTo("{\"b\":2}");
            assertThat(result.meta()).isEqualTo(Json.object("seen", true));
        }
    }

    @Test
    void anInterceptorRefusesOrAnswersItself() {
        try (var proxy =
                        McpProxy.to(backend())
                                .intercept((context, request, next) ->
                                        switch (request.method()) {
                                            case Method.TOOLS_CALL ->
                                                    throw new McpException(-7, "Not allowed");
                                            case Method.TOOLS_LIST ->
                                                    Result.of(
                                                            request.id(),
                                                            Json.of("{\"tools\":[]}"));
                                            default -> throw new IllegalStateException("hunter2");
                                        })
                                .build();
                var client = McpClient.to(proxy).environment(quiet).connect()) {
            assertThat(refusal(() -> client.callTool("echo"))).isEqualTo(-7);
            assertThat(client.listTools()).isEmpty();
            var fault = catchThrowableOfType(McpException.class, client::listPrompts).error();
            assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(fault.message()).doesNotContain("hunter2");
        }
    }

    @Test
    void anErrorOfTheBackendPassesWithItsData() {
        var failing =
                McpServer.named("failing", "1")
                        .tool(
                                Tool.of("fail"),
                                (context, arguments) -> {
                                    throw new McpException(
                                            new RpcError(-7, "No", Json.of("[2.50]")));
                                })
                        .build();
        try (var proxy =
                        McpProxy.to(failing)
                                .intercept((context, request, next) -> next.proceed(request))
                                .build();
                var client = McpClient.to(proxy).connect()) {
            var error =
                    catchThrowableOfType(McpException.class, () -> client.callTool("fail")).error();
            assertThat(error.data()).isEqualTo(Json.of("[2.50]"));
        }
    }

    @Test
    void questionsPassAnInterceptorThatBlocksAndItMayAskItself() {
        try (var proxy =
                        McpProxy.to(backend())
                                .intercept((context, request, next) -> {
                                    var sure =
                                            context.elicit("Sure?", Json.object("type", "object"));
                                    return sure.accepted().isPresent()
                                            ? next.proceed(request)
                                            : Failure.of(request.id(), RpcError.of(-8, "Not sure"));
                                })
                                .build();
                var client =
                        McpClient.to(proxy)
                                .onElicitation(question ->
                                        Answer.accept(Map.of("name", question.message())))
                                .connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("Name?");
        }
    }

    @Test
    void aCancelledRequestReachesTheBackendAndFreesTheInterceptor() throws Exception {
        var interrupted = new CompletableFuture<Boolean>();
        var waiting = new CountDownLatch(1);
        try (var proxy =
                        McpProxy.to(backend())
                                .intercept((context, request, next) -> {
                                    waiting.countDown();
                                    try {
                                        return next.proceed(request);
                                    } catch (CancellationException e) {
                                        interrupted.complete(context.isCancelled());
                                        throw e;
                                    }
                                })
                                .build();
                var client = McpClient.to(proxy).connect()) {
            var call = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();
            call.cancel("Enough");
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aProxyThatIsShutDownSaysSoToACallThatAnInterceptorHolds() throws Exception {
        var held = new CountDownLatch(1);
        try (var proxy =
                McpProxy.to(backend())
                        .intercept((context, request, next) -> {
                            var response = next.proceed(request);
                            held.countDown();
                            NEVER.await();
                            return response;
                        })
                        .build()) {
            var front = new InProcess("front", proxy, SessionSettings.DEFAULT, time.environment());
            try (var client = McpClient.to(front).connect()) {
                var call = client.startTool("echo", Map.of(), RequestOptions.NONE);
                assertThat(held.await(5, TimeUnit.SECONDS)).isTrue();
                front.sessions().close();
                assertThat(catchThrowableOfType(McpException.class, call::await).error().code())
                        .isEqualTo(ErrorCode.DRAINING);
            }
        }
    }

    @Test
    void aCallIsToldOfTheShutdownEvenIfAnInterceptorWaitsForItsAnswer() throws Exception {
        var waiting = new CountDownLatch(1);
        try (var proxy =
                McpProxy.to(backend())
                        .intercept((context, request, next) -> {
                            waiting.countDown();
                            return next.proceed(request);
                        })
                        .build()) {
            var front = new InProcess("front", proxy, SessionSettings.DEFAULT, time.environment());
            try (var client = McpClient.to(front).connect()) {
                var call = client.startTool("wait", Map.of(), RequestOptions.NONE);
                assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();
                front.sessions().close();
                assertThat(catchThrowableOfType(McpException.class, call::await).error().code())
                        .isEqualTo(ErrorCode.DRAINING);
            }
        }
    }

    @Test
    void componentsOfTheProxysOwnAreInterceptedToo() {
        try (var proxy =
                        McpProxy.to(backend())
                                .tool(
                                        Tool.of("own"),
                                        (context, arguments) -> CallResult.text("own"))
                                .intercept((context, request, next) -> {
                                    var response = (Result) next.proceed(request);
                                    return response.withResult(
                                            response.result().with("seen", Json.TRUE));
                                })
                                .build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.callTool("own").json().get("seen")).isEqualTo(Json.TRUE);
        }
    }

    @Test
    void goingOnTwiceIsAFaultOfTheInterceptor() {
        try (var proxy =
                        McpProxy.to(backend())
                                .intercept((context, request, next) -> {
                                    next.proceed(request);
                                    return next.proceed(request);
                                })
                                .build();
                var client = McpClient.to(proxy).environment(quiet).connect()) {
            assertThat(refusal(() -> client.callTool("echo"))).isEqualTo(ErrorCode.INTERNAL_ERROR);
        }
    }

    private static int refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error().code();
    }
}

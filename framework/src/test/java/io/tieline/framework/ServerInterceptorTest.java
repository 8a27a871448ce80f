package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.session.Environment;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocking code before the handlers of a server, in both eras. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class ServerInterceptorTest {

    /** The two eras of the protocol. */
    enum Era {
        HANDSHAKE(Revision.LATEST_HANDSHAKE),
        STATELESS(Revision.STATELESS);

        private final Revision revision;

        Era(Revision revision) {
            this.revision = revision;
        }
    }

    private final Era era;
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final SystemTimers time = new SystemTimers();
    private final Environment environment = RecordedFaults.in(time, faults);

    ServerInterceptorTest(Era era) {
        this.era = era;
    }

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private static McpServer.Builder echo() {
        return McpServer.named("echo", "1")
                .tool(Tool.of("echo"), (context, arguments) -> arguments.json().toString())
                .tool(
                        Tool.of("ask"),
                        (context, arguments) ->
                                context.elicit("Name?", Json.object("type", "object"))
                                        .accepted()
                                        .orElseThrow()
                                        .text("name"));
    }

    private McpClient client(McpServer.Builder server) {
        return McpClient.to(server.build())
                .revision(era.revision)
                .environment(environment)
                .onElicitation(question -> Answer.accept(Map.of("name", question.message())))
                .connect();
    }

    @Test
    void theFirstThatWasAddedSeesTheRequestFirstAndTheAnswerLast() {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var server = echo();
        for (var name : List.of("outer", "inner")) {
            server.intercept((context, request, next) -> {
                if (!request.method().equals(Method.TOOLS_CALL)) {
                    return next.proceed(request);
                }
                seen.add(name + " in " + request.method());
                var response = next.proceed(request);
                seen.add(name + " out " + (response instanceof Result));
                return response;
            });
        }
        try (var client = client(server)) {
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
        var server =
                echo().intercept((context, request, next) -> {
                    if (!request.method().equals(Method.TOOLS_CALL)) {
                        return next.proceed(request);
                    }
                    var changed =
                            request.withParams(
                                    Json.of("{\"name\":\"echo\",\"arguments\":{\"b\":2}}"));
                    return switch (next.proceed(changed)) {
                        case Result result ->
                                result.withResult(result.result().with("seen", Json.TRUE));
                        case Failure failure -> failure;
                    };
                });
        try (var client = client(server)) {
            var result = client.callTool("anything");
            assertThat(result.text()).isEqualTo("{\"b\":2}");
            assertThat(result.json().get("seen")).isEqualTo(Json.TRUE);
        }
    }

    @Test
    void anInterceptorRefusesAnswersItselfOrFails() {
        var server =
                echo().intercept((context, request, next) ->
                        switch (request.method()) {
                            case Method.TOOLS_CALL -> throw new McpException(-7, "Not allowed");
                            case Method.TOOLS_LIST ->
                                    Result.of(request.id(), Json.of("{\"tools\":[]}"));
                            case Method.PROMPTS_LIST -> throw new IllegalStateException("hunter2");
                            case Method.RESOURCES_LIST -> nothing();
                            default -> next.proceed(request);
                        });
        try (var client = client(server)) {
            assertThat(refusal(() -> client.callTool("echo")).code()).isEqualTo(-7);
            assertThat(client.listTools()).isEmpty();
            var fault = refusal(client::listPrompts);
            assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(fault.message()).doesNotContain("hunter2");
            assertThat(refusal(client::listResources).message())
                    .isEqualTo("The handler of the interceptor returned null instead of a result");
            assertThat(faults).hasSize(2);
        }
    }

    @SuppressWarnings("NullAway")
    private static Result nothing() {
        return null;
    }

    @Test
    void whatTheHandlersRefuseComesBackAsAnAnswerThatCanBeSeen() {
        var seen = new CompletableFuture<Integer>();
        var server =
                echo().intercept((context, request, next) -> {
                    var response = next.proceed(request);
                    if (response instanceof Failure failure) {
                        seen.complete(failure.error().code());
                    }
                    return response;
                });
        try (var client = client(server)) {
            assertThat(refusal(() -> client.callTool("nowhere")).message())
                    .isEqualTo("Unknown tool: nowhere");
            assertThat(seen).isCompletedWithValue(ErrorCode.INVALID_PARAMS);
        }
    }

    @Test
    void questionsPassAnInterceptorAndItMayAskItself() {
        var server =
                echo().intercept((context, request, next) -> {
                    if (!request.method().equals(Method.TOOLS_CALL)) {
                        return next.proceed(request);
                    }
                    var sure = context.elicit("Sure?", Json.object("type", "object"));
                    return sure.accepted().isPresent()
                            ? next.proceed(request)
                            : Failure.of(request.id(), RpcError.of(-8, "Not sure"));
                });
        try (var client = client(server)) {
            assertThat(client.callTool("ask").text()).isEqualTo("Name?");
        }
    }

    @Test
    void anInterceptorThatMayNotAskOrIsGivenAWrongValueTellsTheClientAndIsNoFault() {
        var server =
                echo().intercept((context, request, next) ->
                        switch (request.method()) {
                            case Method.TOOLS_CALL -> {
                                var _ = context.elicit("Sure?", Json.object("type", "object"));
                                yield next.proceed(request);
                            }
                            case Method.PROMPTS_LIST -> throw new ToolException("Not today");
                            case Method.RESOURCES_LIST -> {
                                var _ = new Values(Json.EMPTY_OBJECT).text("name");
                                yield next.proceed(request);
                            }
                            default -> next.proceed(request);
                        });
        try (var client =
                McpClient.to(server.build())
                        .revision(era.revision)
                        .environment(environment)
                        .connect()) {
            assertThat(refusal(() -> client.callTool("echo")).message())
                    .doesNotContain("A fault inside the server");
            assertThat(refusal(client::listPrompts).message()).isEqualTo("Not today");
            assertThat(refusal(client::listResources).message())
                    .isEqualTo("The value name is missing");
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void aRequestThatIsTakenBackFreesTheInterceptor() throws Exception {
        var waiting = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var server =
                echo().intercept((context, request, next) -> {
                    if (!request.method().equals(Method.TOOLS_CALL)) {
                        return next.proceed(request);
                    }
                    waiting.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(context.isCancelled());
                        throw e;
                    }
                    return next.proceed(request);
                });
        try (var client = client(server)) {
            var call = client.startTool("echo", Map.of(), RequestOptions.NONE);
            assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();
            call.cancel("Enough");
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static RpcError refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error();
    }
}

package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpProxy;
import io.tieline.framework.McpServer;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.client.Service;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that is written in Java and served over HTTP, in front of every kind of target. */
@Timeout(60)
final class ProxyInJavaTest {

    enum Target {
        URL,
        COMMAND,
        SERVER_IN_THIS_PROCESS,
        READY_CLIENT
    }

    private final EventLoops loops = EventLoops.open(2);
    private final Recorder recorder = new Recorder();
    private final Environment environment =
            new Environment(loops.timers(), new SecureRandom(), recorder);
    private final Children children = new Children(System.getenv());

    @AfterEach
    void closeEverything() {
        children.close();
        loops.close();
        recorder.requireNoFaults();
    }

    private HttpListener listen(Service service) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return HttpListener.serve(
                service, HttpSettings.DEFAULT.withAddress(address), loops, environment);
    }

    private HttpBackend http(URI uri) {
        return HttpBackend.to(uri, loops);
    }

    private McpProxy.Builder to(Target target, URI url, McpClient ready) {
        return switch (target) {
            case URL -> McpProxy.to(http(url));
            case COMMAND ->
                    McpProxy.to(
                            StdioBackend.of(
                                    ChildProgram.command(),
                                    StdioSettings.DEFAULT,
                                    children,
                                    environment));
            case SERVER_IN_THIS_PROCESS -> McpProxy.to(SampleServer.create());
            case READY_CLIENT -> McpProxy.to(ready);
        };
    }

    @ParameterizedTest
    @EnumSource
    void scenario21And24And27WhateverTheTarget(Target target) throws IOException {
        try (var far = listen(SampleServer.create());
                var ready =
                        McpClient.to(http(far.uri()))
                                .onElicitation(_ -> Answer.decline())
                                .connect();
                var proxy =
                        to(target, far.uri(), ready)
                                .environment(environment)
                                .rename("greet", "welcome")
                                .tool(
                                        Tool.of("put", "Keeps nothing"),
                                        (_, _) -> CallResult.text("Not kept"))
                                .intercept((_, request, next) -> next.proceed(request))
                                .build();
                var near = listen(proxy);
                var client =
                        McpClient.to(http(near.uri()))
                                .onElicitation(_ -> Answer.accept(Map.of("name", "Alice")))
                                .connect()) {
            assertThat(client.callTool("welcome").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("welcome").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("put", Map.of("value", "1")).text()).isEqualTo("Not kept");
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            assertThat(client.listTools())
                    .extracting(Tool::name)
                    .contains("welcome", "put", "get")
                    .doesNotContain("greet")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void scenario38WhatAProxyIsToldStaysInTheProxy() throws IOException {
        try (var far = listen(SampleServer.create());
                var ready = McpClient.to(http(far.uri())).onElicitation(_ -> BOB).connect()) {
            var backend = http(far.uri());
            for (var builder : List.of(McpProxy.to(ready), McpProxy.to(backend))) {
                try (var proxy =
                                builder.environment(environment)
                                        .instructions("Mine")
                                        .rename("greet", "welcome")
                                        .build();
                        var client = McpClient.to(proxy).onElicitation(_ -> ALICE).connect()) {
                    assertThat(client.instructions()).isEqualTo("Mine");
                    assertThat(client.callTool("welcome").text()).isEqualTo("Hello, Alice!");
                    assertThat(ready.callTool("greet").text()).isEqualTo("Hello, Bob!");
                }
            }
            assertThat(ready.callTool("greet").text()).isEqualTo("Hello, Bob!");
            assertThat(ready.instructions()).isEqualTo(SampleServer.INSTRUCTIONS);
            try (var direct = McpClient.to(backend).onElicitation(_ -> BOB).connect()) {
                assertThat(direct.instructions()).isEqualTo(SampleServer.INSTRUCTIONS);
                assertThat(direct.callTool("greet").text()).isEqualTo("Hello, Bob!");
            }
        }
    }

    private static final Answer<?> ALICE = Answer.accept(Map.of("name", "Alice"));
    private static final Answer<?> BOB = Answer.accept(Map.of("name", "Bob"));

    @Test
    void scenario16QuestionsThatOverlapFindTheirCallsThroughInterceptorsThatBlock()
            throws IOException {
        var all = new CyclicBarrier(12);
        var server =
                McpServer.named("asking", "1")
                        .tool(
                                Tool.of("ask"),
                                (context, arguments) -> {
                                    var name = arguments.text("name");
                                    var form = Json.object("type", "object");
                                    var answer = context.elicit(name, form).accepted();
                                    return CallResult.text(answer.orElseThrow().text("seen"));
                                })
                        .build();
        try (var far = listen(server);
                var proxy =
                        McpProxy.to(http(far.uri()))
                                .environment(environment)
                                .intercept((_, request, next) -> next.proceed(request))
                                .intercept((_, request, next) -> next.proceed(request))
                                .build();
                var near = listen(proxy);
                var client =
                        McpClient.to(http(near.uri()))
                                .onElicitation(question -> {
                                    all.await(20, TimeUnit.SECONDS);
                                    return Answer.accept(Map.of("seen", question.message()));
                                })
                                .connect()) {
            var calls =
                    IntStream.range(0, 12)
                            .mapToObj(i ->
                                    client.startTool(
                                            "ask", Map.of("name", "n" + i), RequestOptions.NONE))
                            .toList();
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).await().text()).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void scenario61ACancellationReachesTheHandlerBehindTwoHopsAndAnInterceptor() throws Exception {
        var begun = new CountDownLatch(1);
        var reason = new CompletableFuture<String>();
        var server =
                McpServer.named("slow", "1")
                        .tool(
                                Tool.of("wait"),
                                (context, _) -> {
                                    context.onCancel(why -> reason.complete(String.valueOf(why)));
                                    begun.countDown();
                                    new CountDownLatch(1).await();
                                    return CallResult.of();
                                })
                        .build();
        try (var far = listen(server);
                var proxy =
                        McpProxy.to(http(far.uri()))
                                .environment(environment)
                                .intercept((_, request, next) -> next.proceed(request))
                                .build();
                var near = listen(proxy);
                var client = McpClient.to(http(near.uri())).connect()) {
            var call = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            call.cancel("Never mind");
            assertThatThrownBy(call::await).isInstanceOf(CancellationException.class);
            assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo("Never mind");
        }
    }
}

package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.gateway.SessionPolicy;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.backend.Link;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a proxy adds to its backend. */
@Timeout(20)
final class ProxyTest {

    private static final Tool.Handler LOCAL = (context, arguments) -> CallResult.text("local");

    private static McpServer backend() {
        return McpServer.named("backend", "1")
                .pageSize(1)
                .instructions("The backend's")
                .tool(
                        Tool.of("get_weather"),
                        (context, arguments) -> CallResult.text("sunny in " + arguments.text("in")))
                .tool(Tool.of("shared"), (context, arguments) -> CallResult.text("proxied"))
                .resource(
                        Resource.of("note://1", "one"),
                        (context, uri) -> ReadResult.text(uri, "proxied"))
                .template(
                        ResourceTemplate.of("city://{name}", "city"),
                        (context, uri, variables) -> ReadResult.text(uri, "proxied"))
                .prompt(Prompt.of("write"), (context, arguments) -> PromptResult.text("proxied"))
                .build();
    }

    @Test
    void scenario21BuildingAProxyOpensNoConnectionAndAnyTargetWillDo() {
        var connections = new AtomicInteger();
        try (var time = new SystemTimers();
                var ready = McpClient.to(backend()).connect()) {
            var local =
                    new InProcess("local", backend(), SessionSettings.DEFAULT, time.environment());
            for (var builder :
                    List.of(
                            McpProxy.to(counting(local, connections)),
                            McpProxy.to("factory", () -> counting(local, connections)),
                            McpProxy.to(backend()),
                            McpProxy.to(ready))) {
                try (var proxy = builder.build()) {
                    assertThat(connections).hasValue(0);
                    try (var client = McpClient.to(proxy).connect()) {
                        assertThat(client.callTool("shared").text()).isEqualTo("proxied");
                    }
                }
                connections.set(0);
            }
            assertThat(ready.callTool("shared").text()).isEqualTo("proxied");
        }
    }

    private static Backend counting(Backend backend, AtomicInteger connections) {
        return new Backend() {
            @Override
            public String name() {
                return backend.name();
            }

            @Override
            public Link connect(Link.Listener listener) {
                connections.incrementAndGet();
                return backend.connect(listener);
            }
        };
    }

    @Test
    void scenario24ARenamedToolListsUnderItsNewNameAndCallsUnderItsOldOne() {
        try (var proxy = McpProxy.to(backend()).rename("get_weather", "weather").build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.listTools())
                    .extracting(Tool::name)
                    .containsExactly("weather", "shared");
            assertThat(client.callTool("weather", Map.of("in", "Bern")).text())
                    .isEqualTo("sunny in Bern");
            assertThat(refusal(() -> client.callTool("get_weather")))
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @Test
    void aNewNameHidesTheBackendsToolThatHadItAndIsGivenOnce() {
        try (var proxy = McpProxy.to(backend()).rename("get_weather", "shared").build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.listTools()).extracting(Tool::name).containsExactly("shared");
            assertThat(client.callTool("shared", Map.of("in", "Rome")).text())
                    .isEqualTo("sunny in Rome");
        }
        var builder = McpProxy.to(backend()).rename("get_weather", "x");
        assertThatThrownBy(() -> builder.rename("shared", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shared");
    }

    @Test
    void scenario27AComponentOfTheProxysOwnOverridesTheBackendsInListAndCall() {
        try (var proxy =
                        McpProxy.to(backend())
                                .tool(Tool.of("shared", "Mine"), LOCAL)
                                .tool(Tool.of("extra"), LOCAL)
                                .resource(
                                        Resource.of("note://1", "mine"),
                                        (context, uri) -> ReadResult.text(uri, "local"))
                                .template(
                                        ResourceTemplate.of("city://{name}", "mine"),
                                        (context, uri, variables) ->
                                                ReadResult.text(uri, variables.text("name")))
                                .prompt(
                                        Prompt.of("write", "Mine"),
                                        (context, arguments) -> PromptResult.text("local"))
                                .build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.listTools())
                    .containsExactly(
                            Tool.of("shared", "Mine"), Tool.of("extra"), Tool.of("get_weather"));
            assertThat(client.callTool("shared").text()).isEqualTo("local");
            assertThat(client.callTool("extra").text()).isEqualTo("local");
            assertThat(client.listResources()).containsExactly(Resource.of("note://1", "mine"));
            assertThat(client.readResource("note://1").text()).isEqualTo("local");
            assertThat(client.listResourceTemplates())
                    .containsExactly(ResourceTemplate.of("city://{name}", "mine"));
            assertThat(client.readResource("city://Bern").text()).isEqualTo("Bern");
            assertThat(client.listPrompts()).containsExactly(Prompt.of("write", "Mine"));
            assertThat(client.prompt("write").messages().getFirst().text()).isEqualTo("local");
        }
    }

    @Test
    void argumentsOfThePromptsOfTheProxysOwnAreCompletedHere() {
        try (var proxy =
                        McpProxy.to(backend())
                                .prompt(
                                        Prompt.of("own").withArgument("style", "How", false),
                                        (context, arguments) -> PromptResult.text("local"))
                                .completion("own", "style", (context, typed) -> List.of("terse"))
                                .build();
                var client = McpClient.to(proxy).connect()) {
            var typed = Completion.Request.ofPrompt("own", "style", "t");
            assertThat(client.complete(typed).values()).containsExactly("terse");
        }
    }

    @Test
    void whatTheBackendLacksIsDeclaredAndServedByTheProxyAlone() {
        var bare = McpServer.named("bare", "1").build();
        try (var proxy =
                        McpProxy.to(bare)
                                .prompt(
                                        Prompt.of("write"),
                                        (context, arguments) -> PromptResult.text("local"))
                                .build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.capabilities().at("prompts", "listChanged")).isEqualTo(Json.TRUE);
            assertThat(client.listPrompts()).containsExactly(Prompt.of("write"));
            assertThat(client.prompt("write").messages()).hasSize(1);
        }
    }

    @Test
    void aToolOfTheProxysOwnAsksLogsAndKeepsStateLikeAnyOther() {
        var logged = new ArrayList<String>();
        try (var proxy =
                        McpProxy.to(backend())
                                .tool(
                                        Tool.of("greet"),
                                        (context, arguments) -> {
                                            var form = Json.object("type", "object");
                                            var name = context.elicit("Name?", form);
                                            context.log(LogLevel.INFO, "asked");
                                            context.log(LogLevel.DEBUG, "hidden");
                                            context.state().set("n", name.accepted().orElseThrow());
                                            return CallResult.text("" + context.state().get("n"));
                                        })
                                .build();
                var client =
                        McpClient.to(proxy)
                                .onLog(message -> logged.add(message.text()))
                                .onElicitation(question -> Answer.accept(Json.object("a", 1)))
                                .connect()) {
            client.setLevel(LogLevel.INFO);
            assertThat(client.callTool("greet").text()).contains("{\"a\":1}");
            assertThat(logged).containsExactly("asked");
        }
    }

    @Test
    void scenario31WhatIsTheBackendsCannotBeChangedHereAndTheMessageSaysWhatCan() {
        try (var proxy = McpProxy.to(backend()).tool(Tool.of("own"), LOCAL).build()) {
            assertThatThrownBy(() -> proxy.removeTool("shared"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shared")
                    .hasMessageContaining("at the backend")
                    .hasMessageContaining("add");
            assertThatThrownBy(() -> proxy.removeResource("note://1"))
                    .hasMessageContaining("note://1");
            assertThatThrownBy(() -> proxy.removeTemplate("city://{name}"))
                    .hasMessageContaining("city://{name}");
            assertThatThrownBy(() -> proxy.removePrompt("write")).hasMessageContaining("write");
            proxy.removeTool("own");
        }
    }

    @Test
    void whatIsAddedOrRemovedLaterIsAnnounced() throws InterruptedException {
        BlockingQueue<McpClient.Listing> changes = new LinkedBlockingQueue<>();
        try (var proxy = McpProxy.to(backend()).build();
                var client = McpClient.to(proxy).onListChanged(changes::add).connect()) {
            proxy.add(Tool.of("shared", "Mine"), LOCAL);
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.TOOLS);
            assertThat(client.callTool("shared").text()).isEqualTo("local");
            proxy.removeTool("shared");
            assertThat(changes.poll(5, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.TOOLS);
            assertThat(client.callTool("shared").text()).isEqualTo("proxied");
        }
    }

    @Test
    void scenario32TheBackendsInstructionsAreForwardedUnlessTheProxyHasItsOwn() {
        try (var proxy = McpProxy.to(backend()).build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.instructions()).isEqualTo("The backend's");
        }
        try (var proxy = McpProxy.to(backend()).instructions("The proxy's").build();
                var client = McpClient.to(proxy).connect()) {
            assertThat(client.instructions()).isEqualTo("The proxy's");
        }
    }

    @Test
    void scenario33ADeadBackendKeepsNoClientFromConnectingAndTheFirstOperationReportsIt() {
        var dead = FaultyBackend.before(ScriptedServer.stateful());
        dead.refuseConnections("Nobody listens");
        try (var proxy = McpProxy.to(dead).tool(Tool.of("own"), LOCAL).build();
                var client = McpClient.to(proxy).connect()) {
            client.ping();
            assertThat(refusal(client::listPrompts)).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(client.callTool("own").text()).isEqualTo("local");
        }
    }

    @Test
    void scenario18AReadyClientIsSharedAndItsQuestionsGoToWhoCausedThem() {
        var server =
                McpServer.named("asking", "1")
                        .tool(
                                Tool.of("ask"),
                                (context, arguments) -> {
                                    var form = Json.object("type", "object");
                                    context.progress(1);
                                    var answer = context.elicit("Who?", form).accepted();
                                    context.state().set("n", answer.orElseThrow().text("name"));
                                    return CallResult.text("" + context.state().get("n"));
                                })
                        .tool(
                                Tool.of("last"),
                                (context, arguments) ->
                                        CallResult.text("" + context.state().get("n")))
                        .build();
        try (var ready =
                        McpClient.to(server)
                                .onElicitation(question -> Answer.accept(Map.of("name", "ready")))
                                .connect();
                var proxy = McpProxy.to(ready).build();
                var alice = client(proxy, "Alice");
                var bob = client(proxy, "Bob")) {
            var seen = new ArrayList<Double>();
            var options = RequestOptions.progress(it -> seen.add(it.progress()));
            assertThat(alice.callTool("ask", Map.of(), options).text()).isEqualTo("Alice");
            assertThat(seen).containsExactly(1.0);
            assertThat(bob.callTool("last").text()).isEqualTo("Alice");
            assertThat(bob.callTool("ask").text()).isEqualTo("Bob");
            assertThat(ready.callTool("last").text()).isEqualTo("Bob");
        }
    }

    private static McpClient client(McpProxy proxy, String name) {
        return McpClient.to(proxy)
                .onElicitation(question -> Answer.accept(Map.of("name", name)))
                .connect();
    }

    @Test
    void scenario61ACancellationPassesThroughAReadyClient() throws Exception {
        var begun = new CountDownLatch(1);
        var reason = new CompletableFuture<String>();
        var server =
                McpServer.named("slow", "1")
                        .tool(
                                Tool.of("wait"),
                                (context, arguments) -> {
                                    context.onCancel(why -> reason.complete("" + why));
                                    begun.countDown();
                                    new CountDownLatch(1).await();
                                    return CallResult.of();
                                })
                        .build();
        try (var ready = McpClient.to(server).connect();
                var proxy = McpProxy.to(ready).build();
                var client = McpClient.to(proxy).connect()) {
            var call = client.startTool("wait", Map.of(), RequestOptions.NONE);
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            call.cancel("Enough");
            assertThat(reason.get(5, TimeUnit.SECONDS)).isEqualTo("Enough");
        }
    }

    @Test
    void scenario18EachRequestHasABackendSessionOfItsOwnIfThePolicySaysSo() {
        var connections = new AtomicInteger();
        try (var time = new SystemTimers()) {
            var local =
                    new InProcess("local", backend(), SessionSettings.DEFAULT, time.environment());
            try (var proxy =
                            McpProxy.to(counting(local, connections))
                                    .sessions(SessionPolicy.PER_REQUEST)
                                    .build();
                    var client = McpClient.to(proxy).connect()) {
                int before = connections.get();
                client.callTool("shared");
                client.request(Method.TOOLS_LIST, null);
                assertThat(connections.get() - before).isEqualTo(2);
            }
        }
    }

    private static int refusal(Runnable request) {
        return catchThrowableOfType(McpException.class, request::run).error().code();
    }
}

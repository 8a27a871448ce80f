package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.Completion;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.Prompt;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Tool;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.TimeLimits;
import io.tieline.testkit.scenarios.FederatedSetup.Front;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several servers of different transports and eras behind one front, over real sockets and pipes:
 * whose each thing is, and that what concerns one server concerns no other.
 */
@Timeout(60)
final class FederationScenariosTest {

    private static final List<String> SERVERS = List.of("git", "db", "mail");

    private static RpcError error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error();
    }

    private static Pending<CallResult> start(McpClient client, String tool, String gate) {
        return client.startTool(tool, Map.of("gate", gate), RequestOptions.NONE);
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario44And81EverythingOfThreeServersIsListedOnceAndWorks(Front front) throws Exception {
        try (var setup = FederatedSetup.three(front).open();
                var client = setup.client().connect()) {
            assertThat(client.revision()).isEqualTo(front.era());
            assertThat(client.listTools()).extracting(Tool::name).doesNotHaveDuplicates();
            assertThat(client.listPrompts()).extracting(Prompt::name).doesNotHaveDuplicates();
            var resources = client.listResources();
            assertThat(resources).extracting(Resource::uri).doesNotHaveDuplicates();
            var templates = client.listResourceTemplates();
            assertThat(templates).extracting(ResourceTemplate::uriTemplate).doesNotHaveDuplicates();
            for (var name : SERVERS) {
                assertThat(client.listTools())
                        .extracting(Tool::name)
                        .contains(name + "__where", name + "__only-" + name);
                assertThat(resources).extracting(Resource::uri).contains(name + "://one");
                assertThat(templates)
                        .extracting(ResourceTemplate::uriTemplate)
                        .contains(name + "://of/{any}");
                assertThat(client.callTool(name + "__where").text()).isEqualTo(name);
                assertThat(client.readResource(name + "://one").text()).isEqualTo(name);
                assertThat(client.readResource(name + "://of/x").text()).isEqualTo(name);
                assertThat(client.prompt(name + "__brief-" + name).toString()).contains(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario85And86BareNamesAndUrisLeadToTheirOwners(Front front) throws Exception {
        try (var setup = FederatedSetup.three(front).open();
                var client = setup.client().connect()) {
            for (var name : SERVERS) {
                assertThat(client.callTool("only-" + name).text()).isEqualTo(name);
                var link = client.callTool(name + "__link").content().getFirst().json();
                assertThat(link.text("uri")).isEqualTo(name + "://of/linked");
                assertThat(client.readResource(name + "://of/linked").text()).isEqualTo(name);
            }
            assertThat(error(() -> client.callTool("where")).code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(client.listResources())
                    .extracting(Resource::uri)
                    .contains("shared://all", "db+shared://all", "mail+shared://all");
            assertThat(client.readResource("shared://all").text()).isEqualTo("git");
            var second = client.readResource("db+shared://all");
            assertThat(second.text()).isEqualTo("db");
            assertThat(second.json().toString()).contains("db+shared://all");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario52And74And92QuestionsOfThreeServersAtOnceComeToTheirOwnCalls(Front front)
            throws Exception {
        var together = new CyclicBarrier(SERVERS.size());
        var asked = new ConcurrentLinkedQueue<String>();
        try (var setup = FederatedSetup.three(front).open();
                var client =
                        setup.client()
                                .onElicitation(question -> {
                                    asked.add(question.message());
                                    together.await(20, TimeUnit.SECONDS);
                                    return Answer.accept(
                                            Map.of("secret", "to " + question.message()));
                                })
                                .connect()) {
            // Each server numbers its questions alike.
            for (int round = 0; round < 5; round++) {
                var call = Map.of("call", "same");
                var pending =
                        SERVERS.stream()
                                .map(name ->
                                        client.startTool(name + "__ask", call, RequestOptions.NONE))
                                .toList();
                for (int i = 0; i < SERVERS.size(); i++) {
                    var question = SERVERS.get(i) + ":same";
                    assertThat(pending.get(i).await().text())
                            .isEqualTo(question + "=to " + question);
                }
                assertThat(asked).containsExactlyInAnyOrder("git:same", "db:same", "mail:same");
                asked.clear();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario77And93ACancellationConcernsTheOneServer(Front front) throws Exception {
        var together = GatewaySettings.DEFAULT.withCalls(CallRule.OVERLAP);
        try (var setup =
                        FederatedSetup.plan(front)
                                .with("git", Transport.STDIO, together, mount -> mount)
                                .http("db", Revision.LATEST_HANDSHAKE)
                                .http("mail", Revision.STATELESS)
                                .open();
                var client = setup.client().connect()) {
            for (var name : SERVERS) {
                var others = SERVERS.stream().filter(one -> !one.equals(name)).toList();
                var gate = "g-" + name;
                var dropped = start(client, name + "__hold", gate);
                var kept = others.stream().map(one -> start(client, one + "__hold", gate)).toList();
                for (var each : SERVERS) {
                    client.callTool(each + "__await", Map.of("gate", gate + ".begun"));
                }
                dropped.cancel("Enough");
                var told = Map.of("gate", gate + ".cancelled");
                assertThat(client.callTool(name + "__await", told).isError()).as(name).isFalse();
                for (int i = 0; i < others.size(); i++) {
                    var open = Map.of("gate", gate, "value", "kept");
                    client.callTool(others.get(i) + "__open", open);
                    assertThat(kept.get(i).await().text()).isEqualTo("kept");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario52And93ProgressAndLogsComeOnceAndFromTheOneServer(Front front) throws Exception {
        var logged = new ConcurrentLinkedQueue<String>();
        try (var setup = FederatedSetup.three(front).open();
                var client =
                        setup.client().onLog(message -> logged.add(message.text())).connect()) {
            var told = new ArrayList<ConcurrentLinkedQueue<String>>();
            var pending = new ArrayList<Pending<CallResult>>();
            for (var name : SERVERS) {
                var own = new ConcurrentLinkedQueue<String>();
                told.add(own);
                var options = RequestOptions.progress(one -> own.add(one.json().toString()));
                pending.add(client.startTool(name + "__say", Map.of("level", "error"), options));
            }
            for (int i = 0; i < SERVERS.size(); i++) {
                assertThat(pending.get(i).await().text()).isEqualTo(SERVERS.get(i));
                assertThat(told.get(i)).hasSize(1);
                assertThat(told.get(i).remove()).contains(SERVERS.get(i));
            }
            assertThat(logged).containsExactlyInAnyOrderElementsOf(SERVERS);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#sessions")
    void scenario67And94EveryServersStateIsEachClientsOwnAndOneEndIsToldOnce(Front front)
            throws Exception {
        try (var setup =
                        FederatedSetup.plan(front)
                                .child("git")
                                .child("notes")
                                .http("db", Revision.LATEST_HANDSHAKE)
                                .open();
                var alice = setup.client().connect();
                var bob = setup.client().connect()) {
            for (var server : List.of("git", "notes", "db")) {
                alice.callTool(server + "__put", Map.of("value", "alice at " + server));
                bob.callTool(server + "__put", Map.of("value", "bob at " + server));
            }
            var held = start(bob, "git__hold", "g");
            bob.callTool("git__await", Map.of("gate", "g.begun"));
            setup.kill("db");
            setup.revive("db");
            var ended = error(() -> alice.callTool("git__halt", Map.of("code", 1)));
            assertThat(ended.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            for (var client : List.of(alice, bob)) {
                var who = client == alice ? "alice" : "bob";
                assertThat(client.callTool("notes__get").text()).isEqualTo(who + " at notes");
                var lost = error(() -> client.callTool("db__get"));
                assertThat(lost.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
                assertThat(lost.message()).contains("db");
                assertThat(client.callTool("db__get").text()).isEqualTo("Value not found");
            }
            bob.callTool("git__open", Map.of("gate", "g", "value", "kept"));
            assertThat(held.await().text()).isEqualTo("kept");
            assertThat(bob.callTool("git__get").text()).isEqualTo("bob at git");
            assertThat(alice.callTool("git__get").text()).isEqualTo("Value not found");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#sessions")
    void scenario95SessionsLimitsAndRevisionsDifferByServer(Front front) throws Exception {
        var shared = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
        var quick =
                GatewaySettings.DEFAULT.withLimits(
                        TimeLimits.DEFAULT.withCap(Duration.ofMillis(300)));
        try (var setup =
                        FederatedSetup.plan(front)
                                .with("git", Transport.STDIO, shared, mount -> mount)
                                .with("db", Transport.STREAMABLE_HTTP, quick, mount -> mount)
                                .http("mail", Revision.STATELESS)
                                .open();
                var alice = setup.client().connect();
                var bob = setup.client().connect()) {
            var slow = start(alice, "mail__hold", "g");
            alice.callTool("git__put", Map.of("value", "of all"));
            assertThat(bob.callTool("git__get").text()).isEqualTo("of all");
            alice.callTool("db__put", Map.of("value", "of alice"));
            assertThat(bob.callTool("db__get").text()).isEqualTo("Value not found");
            assertThat(error(() -> start(alice, "db__hold", "g").await()).code())
                    .isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            alice.callTool("mail__put", Map.of("value", "of nobody"));
            assertThat(alice.callTool("mail__get").text()).isEqualTo("Value not found");
            alice.callTool("mail__open", Map.of("gate", "g", "value", "in time"));
            assertThat(slow.await().text()).isEqualTo("in time");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario97CompletionGoesToTheOwnerOfWhatIsFilledIn(Front front) throws Exception {
        try (var setup = FederatedSetup.three(front).open();
                var client = setup.client().connect()) {
            for (var name : SERVERS) {
                var typed = Completion.Request.ofPrompt(name + "__picture", "of", "hor");
                assertThat(client.complete(typed).json().toString()).contains("horse");
            }
            var nobodys = Completion.Request.ofPrompt("cvs__picture", "of", "hor");
            assertThat(client.complete(nobodys).json().toString()).contains("\"values\":[]");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario91TheGreetingIsTheGatewaysOwnAndHasTheInstructionsOfAll(Front front)
            throws Exception {
        try (var setup =
                        FederatedSetup.three(front)
                                .settings(
                                        FederationSettings.DEFAULT
                                                .withImplementation(
                                                        Json.object("name", "mine", "version", "7"))
                                                .withInstructions("Choose well"))
                                .open();
                var client = setup.client().connect()) {
            assertThat(client.server().name()).isEqualTo("mine");
            assertThat(client.instructions())
                    .startsWith("Choose well")
                    .contains("## git", "## db", "## mail")
                    .contains(SampleServer.INSTRUCTIONS);
            var capabilities = client.capabilities();
            for (var list : List.of("tools", "prompts", "resources")) {
                assertThat(capabilities.part(list).flag("listChanged")).isTrue();
            }
            assertThat(capabilities.get("completions")).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario49And50And51FortyListsOfSeveralChildrenAtOnceAllSucceedAndNoneIsLeft(Front front)
            throws Exception {
        try (var setup = FederatedSetup.plan(front).child("git").child("notes").open();
                var client = setup.client().connect()) {
            var lists = new ArrayList<Pending<Json>>();
            for (int i = 0; i < 40; i++) {
                lists.add(client.start("tools/list", null, RequestOptions.NONE));
            }
            for (var list : lists) {
                assertThat(list.await().list("tools"))
                        .extracting(tool -> tool.text("name"))
                        .contains("git__only-git", "notes__only-notes");
            }
            assertThat(client.callTool("notes__where").text()).isEqualTo("notes");
            var process = ProcessHandle.of(Long.parseLong(client.callTool("git__process").text()));
            assertThat(process).isPresent();
        }
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#some")
    void scenario46AServerInThisProcessIsCalledDirectlyBesideOthers(Front front) throws Exception {
        try (var setup =
                        FederatedSetup.plan(front)
                                .with(
                                        "here",
                                        Transport.IN_PROCESS,
                                        GatewaySettings.DEFAULT,
                                        mount -> mount)
                                .http("db", Revision.LATEST_HANDSHAKE)
                                .open();
                var client = setup.echoing().connect()) {
            assertThat(client.callTool("here__where").text()).isEqualTo("here");
            assertThat(client.callTool("here__ask", Map.of("call", "1")).text())
                    .isEqualTo("here:1=to here:1");
            assertThat(client.callTool("db__where").text()).isEqualTo("db");
            assertThat(setup.server("here").asked("tools/call")).hasSize(2);
        }
    }
}

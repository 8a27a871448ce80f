package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.Answer;
import io.tieline.framework.Content;
import io.tieline.framework.Elicitation;
import io.tieline.framework.LogMessage;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Root;
import io.tieline.framework.SamplingRequest;
import io.tieline.framework.SamplingResult;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios 9 to 43: nothing is lost, added or changed on the way, in either direction. */
@Timeout(60)
final class RelayScenariosTest {

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario09And22And23And39ListingsEqualTheBackendsFieldByField(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var direct = setup.direct().connect();
                var client = setup.client().connect()) {
            assertThat(client.listTools()).isEqualTo(direct.listTools());
            assertThat(client.listResources()).isEqualTo(direct.listResources());
            assertThat(client.listResourceTemplates()).isEqualTo(direct.listResourceTemplates());
            assertThat(client.listPrompts()).isEqualTo(direct.listPrompts());
            assertThat(client.listTools()).contains(SampleListings.ORNATE);
            assertThat(client.listTools())
                    .filteredOn(tool -> tool.name().equals("get"))
                    .singleElement()
                    .extracting(Tool::description)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario10AFrontWithoutElicitationIsNeverAskedAndItsToolFails(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().roots(Root.of("file:///a")).connect()) {
            var told = client.callTool("whoami").structuredContent();
            assertThat(told).isNotNull();
            assertThat(told.at("capabilities", "elicitation")).isNull();
            assertThat(told.at("capabilities", "roots")).isNotNull();
            var result = client.callTool("greet");
            assertThat(result.isError()).isTrue();
            assertThat(result.text()).contains("elicitation");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario11TheRootsOfTheFrontReachTheBackend(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .roots(Root.of("file:///a", "A"), Root.of("file:///b"))
                                .connect()) {
            assertThat(client.callTool("roots").text()).isEqualTo("file:///a file:///b");
            client.changeRoots(List.of(Root.of("file:///c")));
            assertThat(client.callTool("roots").text()).isEqualTo("file:///c");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario12SamplingCarriesEveryFieldBothWays(Pairing pairing) throws Exception {
        var asked = new ConcurrentLinkedQueue<Json>();
        var words = SamplingResult.text("model", "words").withStopReason("endTurn");
        var picture =
                SamplingResult.of("model", Content.image(SampleServer.PICTURE, "image/png"))
                        .with("_meta", Json.object("com.example/seal", "unbroken"));
        var use =
                SamplingResult.of(
                                "model",
                                Content.of(
                                        Json.of(
                                                """
                                                {"type":"tool_use","id":"u1","name":"add",\
                                                "input":{"a":1.50}}\
                                                """)))
                        .withStopReason("toolUse");
        var answers = new ConcurrentLinkedQueue<>(List.of(words, picture, use));
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .onSampling(request -> next(asked, request, answers))
                                .capability("sampling", Json.of("{\"tools\":{},\"context\":{}}"))
                                .connect()) {
            for (var answer : List.of(words, picture, use)) {
                assertThat(client.callTool("sample", SAMPLING).structuredContent())
                        .isEqualTo(answer.json());
            }
        }
        assertThat(asked).hasSize(3).containsOnly(SAMPLING);
    }

    private static SamplingResult next(
            ConcurrentLinkedQueue<Json> asked,
            SamplingRequest request,
            ConcurrentLinkedQueue<SamplingResult> answers) {
        asked.add(request.json());
        return answers.remove();
    }

    private static final Json SAMPLING =
            Json.of(
                    """
                    {"messages":[{"role":"user","content":{"type":"text","text":"Hi"}},\
                    {"role":"assistant","content":{"type":"image","data":"iVBO","mimeType":"image/png"}}],\
                    "systemPrompt":"Be brief","temperature":0.70,"maxTokens":50,\
                    "stopSequences":["END"],"includeContext":"thisServer",\
                    "modelPreferences":{"hints":[{"name":"small"}],"speedPriority":1.0},\
                    "tools":[{"name":"add","inputSchema":{"type":"object"}}],\
                    "toolChoice":{"mode":"auto"},"metadata":{"trace":[1,2]}}\
                    """);

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario13And17MessageSchemaDefaultsAndEveryAnswerPassAsTheyAre(Pairing pairing)
            throws Exception {
        var asked = new ConcurrentLinkedQueue<Elicitation>();
        var answers =
                new ConcurrentLinkedQueue<Answer<?>>(
                        List.of(
                                Answer.accept(Map.of("age", 7)),
                                Answer.decline(),
                                Answer.cancel()));
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .onElicitation(question -> {
                                    asked.add(question);
                                    return answers.remove();
                                })
                                .connect()) {
            var question = Json.object("message", "Who?", "schema", SCHEMA);
            var accepted = client.callTool("elicit", question).structuredContent();
            assertThat(accepted).isNotNull();
            assertThat(accepted.text("action")).isEqualTo("accept");
            assertThat(accepted.text("content", "name")).isEqualTo("Ann");
            assertThat(accepted.at("content", "age")).isEqualTo(Json.number(7));
            assertThat(client.callTool("elicit", question).text())
                    .isEqualTo("{\"action\":\"decline\"}");
            assertThat(client.callTool("elicit", question).text())
                    .isEqualTo("{\"action\":\"cancel\"}");
        }
        assertThat(asked).extracting(Elicitation::message).hasSize(3).containsOnly("Who?");
        assertThat(asked).extracting(Elicitation::schema).containsOnly(SCHEMA);
    }

    private static final Json SCHEMA =
            Json.of(
                    """
                    {"type":"object","properties":{"name":{"type":"string","title":"Name",\
                    "minLength":1,"default":"Ann"},"age":{"type":"integer","minimum":0},\
                    "size":{"type":"string","enum":["s","m"],"default":"m"}},"required":["name"]}\
                    """);

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario13AQuestionInUrlModeStaysOne(Pairing pairing) throws Exception {
        var asked = new ConcurrentLinkedQueue<Elicitation>();
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .onUrlElicitation(question -> {
                                    asked.add(question);
                                    return Answer.accept(Map.of());
                                })
                                .connect()) {
            assertThat(client.callTool("visit", Map.of("id", "v7")).text()).isEqualTo("paid");
        }
        assertThat(asked).singleElement().extracting(Elicitation::elicitationId).isEqualTo("v7");
        assertThat(asked.element().url()).hasToString("https://pay.example/7");
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario14LogMessagesKeepLevelLoggerAndDataOfAnyType(Pairing pairing) throws Exception {
        var heard = new ConcurrentLinkedQueue<LogMessage>();
        var data =
                Stream.of("\"text\"", "[1,2.50,null]", "{\"b\":1,\"a\":1e400}", "true", "0")
                        .map(Json::of)
                        .toList();
        try (var setup = Setup.of(pairing);
                var client = setup.client().onLog(heard::add).connect()) {
            for (var datum : data) {
                client.callTool(
                        "log", Json.object("level", "error", "logger", "db", "data", datum));
            }
        }
        assertThat(heard).extracting(LogMessage::data).containsExactlyElementsOf(data);
        assertThat(heard).extracting(LogMessage::logger).containsOnly("db");
        assertThat(heard).extracting(message -> message.level().text()).containsOnly("error");
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario15And42ProgressOfEveryKindOfRequestArrivesInOrderBeforeTheResult(Pairing pairing)
            throws Exception {
        var heard = new ConcurrentLinkedQueue<String>();
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            var options =
                    RequestOptions.progress(it ->
                            heard.add(
                                    it.json().get("progress")
                                            + "/"
                                            + it.json().get("total")
                                            + " "
                                            + it.message()));
            for (Runnable request :
                    List.<Runnable>of(
                            () -> client.callTool("progress", Map.of(), options),
                            () -> client.readResource("progress://now", options),
                            () -> client.readResource("progress://of/x", options),
                            () -> client.prompt("progress", Map.of(), options))) {
                heard.clear();
                request.run();
                assertThat(heard).containsExactly("1/3 one", "2/3 two", "3/3 three");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario19ResourcesTemplatesAndPromptsAskTheFrontToo(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client("Alice")
                                .roots(Root.of("file:///a"))
                                .onSampling(_ -> SamplingResult.text("model", "words"))
                                .connect()) {
            assertThat(client.readResource("ask://name").text()).isEqualTo("Hello, Alice!");
            assertThat(client.readResource("ask://roots/now").text()).isEqualTo("file:///a");
            assertThat(client.prompt("asking").messages().getFirst().text()).isEqualTo("words");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario25And28And34And37ResultsEqualTheDirectOnes(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var direct = setup.direct().connect();
                var client = setup.client().connect()) {
            for (var tool : List.of("blocks", "nothing", "fail", "ornate", "echoMeta")) {
                assertThat(client.callTool(tool)).isEqualTo(direct.callTool(tool));
            }
            for (var uri : List.of("note://many", "many://x")) {
                assertThat(client.readResource(uri)).isEqualTo(direct.readResource(uri));
            }
            var of = Map.of("of", "a horse");
            assertThat(client.prompt("picture", of)).isEqualTo(direct.prompt("picture", of));
            assertThat(client.callTool("echoMeta").meta().text("com.example/seal"))
                    .isEqualTo("unbroken");
            assertThat(client.readResource("note://many").contents()).hasSize(2);
            assertThat(client.callTool("ornate").structuredContent())
                    .isEqualTo(Json.object("n", "no integer"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario26BothKindsOfFailurePassWhole(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            var failed = client.callTool("fail");
            assertThat(failed.isError()).isTrue();
            assertThat(failed.content()).hasSize(3);
            assertThat(error(() -> client.callTool("refuse")))
                    .isEqualTo(new RpcError(-32050, "Not today", Json.object("until", "Monday")));
        }
    }

    private static RpcError error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error();
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario29AnUnknownResourceIsAnErrorThatNamesIt(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var direct = setup.direct().connect();
                var client = setup.client().connect()) {
            var error = error(() -> client.readResource("note://none"));
            assertThat(error).isEqualTo(error(() -> direct.readResource("note://none")));
            assertThat(error.message() + error.data()).contains("note://none");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario30FortyListsAtOnceAllSucceed(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            var lists =
                    IntStream.range(0, 40)
                            .mapToObj(_ -> client.start("tools/list", null, RequestOptions.NONE))
                            .toList();
            var first = lists.getFirst().await();
            assertThat(lists).allSatisfy(list -> assertThat(list.await()).isEqualTo(first));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario35TemplatesPassTheirUrisAsTheyWereWritten(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var direct = setup.direct().connect();
                var client = setup.client().connect()) {
            for (var uri :
                    List.of(
                            "find://a",
                            "find://a%2Fb?first-name=x%20y",
                            "find://a?first-name=100%25&limit=2",
                            "find://%C3%BC?limit=2")) {
                var read = client.readResource(uri);
                assertThat(read).isEqualTo(direct.readResource(uri));
                assertThat(read.contents().getFirst().uri()).isEqualTo(uri);
            }
            assertThat(client.readResource("find://a%2Fb?first-name=x%20y").text())
                    .isEqualTo("{\"path\":\"a/b\",\"first-name\":\"x y\"}");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario42MetaOfARequestAndItsResultPasses(Pairing pairing) throws Exception {
        var meta = Json.of("{\"com.example/a\":{\"n\":2.50},\"com.example/b\":[\"x\"]}");
        try (var setup = Setup.of(pairing);
                var client = setup.client().info("Alice's", "7").connect()) {
            var result = client.callTool("echoMeta", Map.of(), RequestOptions.NONE.withMeta(meta));
            assertThat(result.structuredContent()).isEqualTo(meta);
            assertThat(result.meta()).isEqualTo(Json.object("com.example/seal", "unbroken"));
        }
    }
}

package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler asks its client, and what comes back. */
@Timeout(20)
@ParameterizedClass
@EnumSource
final class AskingTest {

    private final Route route;

    AskingTest(Route route) {
        this.route = route;
    }

    private static final Json FORM =
            Json.of(
                    """
                    {"type":"object","properties":{"name":{"type":"string","minLength":1},\
                    "age":{"type":"integer","default":42}, "vip":{"type":"boolean","default":true}},\
                    "required":["name"]}\
                    """);

    private static McpServer serverWith(Tool.Handler handler) {
        return McpServer.named("asking", "1").tool(Tool.of("ask"), handler).build();
    }

    private static final Tool.Handler ASKS =
            (context, arguments) ->
                    switch (context.elicit("Who are you?", FORM)) {
                        case Answer.Accept(var form) -> CallResult.text("accepted " + form.json());
                        case Answer.Decline<Values> _ -> CallResult.text("declined");
                        case Answer.Cancel<Values> _ -> CallResult.text("cancelled");
                    };

    @Test
    void scenario13And17MessageAndSchemaArriveExactlyDefaultsIncluded() {
        var seen = new AtomicReference<Elicitation>();
        try (var client =
                McpClient.to(route.to(serverWith(ASKS)))
                        .onElicitation(question -> {
                            seen.set(question);
                            return Answer.decline();
                        })
                        .connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("declined");
            assertThat(seen.get().message()).isEqualTo("Who are you?");
            assertThat(seen.get().schema()).isEqualTo(FORM);
        }
    }

    @Test
    void scenario13AcceptDeclineAndCancelComeBackAsSuch() {
        BlockingQueue<Answer<?>> answers = new LinkedBlockingQueue<>();
        answers.add(Answer.accept(Json.of("{\"name\":\"Bob\",\"age\":7,\"vip\":false}")));
        answers.add(Answer.decline());
        answers.add(Answer.cancel());
        try (var client =
                McpClient.to(route.to(serverWith(ASKS)))
                        .onElicitation(question -> answers.remove())
                        .connect()) {
            assertThat(client.callTool("ask").text())
                    .isEqualTo("accepted {\"name\":\"Bob\",\"age\":7,\"vip\":false}");
            assertThat(client.callTool("ask").text()).isEqualTo("declined");
            assertThat(client.callTool("ask").text()).isEqualTo("cancelled");
        }
    }

    @Test
    void whatTheUserLeavesOutHasTheFormsDefault() {
        try (var client =
                McpClient.to(route.to(serverWith(ASKS)))
                        .onElicitation(question -> Answer.accept(Map.of("name", "Bob")))
                        .connect()) {
            assertThat(client.callTool("ask").text())
                    .isEqualTo("accepted {\"name\":\"Bob\",\"age\":42,\"vip\":true}");
        }
    }

    @Test
    void scenario13UrlModeStaysUrlModeAndItsEndIsTold() throws InterruptedException {
        BlockingQueue<String> completed = new LinkedBlockingQueue<>();
        var asked = new AtomicReference<Elicitation>();
        var server =
                serverWith((context, arguments) -> {
                    var page = URI.create("https://example.org/sign-in");
                    var answer = context.elicitUrl("Sign in", page, "visit-1");
                    context.elicitationComplete("visit-1");
                    return CallResult.text(answer.accepted().isPresent() ? "going" : "staying");
                });
        try (var client =
                McpClient.to(route.to(server))
                        .onUrlElicitation(question -> {
                            asked.set(question);
                            return Answer.accept(Map.of());
                        })
                        .onNotification(note -> completed.add(note.toString()))
                        .connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("going");
            assertThat(asked.get().url()).isEqualTo(URI.create("https://example.org/sign-in"));
            assertThat(asked.get().elicitationId()).isEqualTo("visit-1");
            assertThat(completed.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("notifications/elicitation/complete");
        }
    }

    @Test
    void scenario10AClientThatCannotBeAskedMakesTheToolFailWithTheReason() {
        try (var client = McpClient.to(route.to(serverWith(ASKS))).connect()) {
            var result = client.callTool("ask");
            assertThat(result.isError()).isTrue();
            assertThat(result.text()).contains("elicitation");
        }
    }

    @Test
    void aHandlerCanGoOnWithoutAnAnswer() {
        var server =
                serverWith((context, arguments) -> {
                    try {
                        return CallResult.text(context.sample("Hi", 10).text());
                    } catch (UnansweredException nobody) {
                        return CallResult.text("error " + nobody.error().code());
                    }
                });
        try (var client = McpClient.to(route.to(server)).connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("error -32601");
        }
        try (var client =
                McpClient.to(route.to(server))
                        .onSampling(request -> {
                            throw new McpException(-1, "User rejected sampling request");
                        })
                        .connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("error -1");
        }
    }

    @Test
    void scenario12SamplingCarriesEveryFieldBothWays() {
        var wanted =
                SamplingRequest.of(
                                100,
                                Prompt.Message.user("2+2?"),
                                Prompt.Message.assistant("4"),
                                Prompt.Message.user(Content.image(new byte[] {1, 2}, "image/png")))
                        .withSystemPrompt("Be brief")
                        .withTemperature(0.25)
                        .withStopSequences("END", "STOP")
                        .withModelHints("small", "smaller")
                        .withTools(Tool.of("add"))
                        .with("toolChoice", Json.object("mode", "auto"))
                        .with("includeContext", Json.string("none"))
                        .with("metadata", Json.object("example.org/x", 1));
        var seen = new AtomicReference<SamplingRequest>();
        var spoken =
                new SamplingResult(
                        Json.of(
                                """
                                {"role":"assistant","model":"m-1","stopReason":"toolUse","content":\
                                [{"type":"text","text":"so"},\
                                {"type":"tool_use","id":"u1","name":"add","input":{"a":2}}]}\
                                """));
        var got = new AtomicReference<SamplingResult>();
        var server =
                serverWith((context, arguments) -> {
                    got.set(context.sample(wanted));
                    return CallResult.text(got.get().text());
                });
        try (var client =
                McpClient.to(route.to(server))
                        .capability("sampling", Json.of("{\"tools\":{}}"))
                        .onSampling(request -> {
                            seen.set(request);
                            return spoken;
                        })
                        .connect()) {
            assertThat(client.callTool("ask").text()).isEqualTo("so");
            assertThat(seen.get()).isEqualTo(wanted);
            assertThat(seen.get().temperature()).hasValue(0.25);
            assertThat(seen.get().messages()).hasSize(3);
            assertThat(got.get()).isEqualTo(spoken);
            assertThat(got.get().content().get(1)).isInstanceOf(Content.ToolUse.class);
        }
    }

    @Test
    void scenario11RootsAreTheClientsOfTheMoment() {
        var server =
                serverWith((context, arguments) -> CallResult.text(context.roots().toString()));
        try (var client =
                McpClient.to(route.to(server)).roots(Root.of("file:///one", "One")).connect()) {
            assertThat(client.callTool("ask").text()).contains("file:///one", "One");
            client.changeRoots(List.of(Root.of("file:///two")));
            assertThat(client.callTool("ask").text())
                    .contains("file:///two")
                    .doesNotContain("file:///one");
        }
    }

    @Test
    void scenario16ConcurrentQuestionsGetTheirOwnAnswers() throws Exception {
        var server =
                serverWith((context, arguments) -> {
                    var who = arguments.text("who");
                    var answer = context.elicit("Who is " + who + "?", FORM);
                    return CallResult.text(
                            who + "=" + answer.accepted().orElseThrow().text("name"));
                });
        var together = new CyclicBarrier(8);
        try (var client =
                McpClient.to(route.to(server))
                        .onElicitation(question -> {
                            together.await(10, TimeUnit.SECONDS);
                            return Answer.accept(Map.of("name", question.message()));
                        })
                        .connect()) {
            var calls =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    client.startTool(
                                            "ask", Map.of("who", "n" + i), RequestOptions.NONE))
                            .toList();
            for (int i = 0; i < 8; i++) {
                assertThat(calls.get(i).await().text()).isEqualTo("n" + i + "=Who is n" + i + "?");
            }
        }
    }

    @Test
    void scenario19ResourcesTemplatesAndPromptsAskToo() {
        var server =
                McpServer.named("asking", "1")
                        .resource(
                                Resource.of("me://name", "name"),
                                (context, uri) -> ReadResult.text(uri, name(context)))
                        .template(
                                ResourceTemplate.of("me://{what}/text", "what"),
                                (context, uri, variables) -> ReadResult.text(uri, name(context)))
                        .prompt(
                                Prompt.of("write"),
                                (context, arguments) -> PromptResult.text(name(context)))
                        .build();
        try (var client =
                McpClient.to(route.to(server))
                        .onElicitation(question -> Answer.accept(Map.of("name", "Alice")))
                        .connect()) {
            assertThat(client.readResource("me://name").text()).isEqualTo("Alice");
            assertThat(client.readResource("me://diary/text").text()).isEqualTo("Alice");
            assertThat(client.prompt("write").messages().getFirst().text()).isEqualTo("Alice");
        }
    }

    private static String name(McpContext context) {
        return context.elicit("Name?", FORM).accepted().orElseThrow().text("name");
    }
}

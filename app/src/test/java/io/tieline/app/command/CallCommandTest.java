package io.tieline.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.UsageException;
import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpServer;
import io.tieline.framework.SamplingRequest;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario 111: a call's arguments by the tool's schema, and its questions in the terminal. */
@Timeout(60)
final class CallCommandTest {

    private static final Json TYPES =
            Json.of(
                    """
                    {"type":"object","required":["text"],"properties":{
                      "text":{"type":"string"},"count":{"type":"integer","minimum":1},
                      "ratio":{"type":"number"},"deep":{"type":"boolean"},
                      "colour":{"enum":["red","green"]},
                      "tags":{"type":"array","items":{"type":"string"}},
                      "place":{"$ref":"#/$defs/place"},"maybe":{"anyOf":[{"type":"integer"},{"type":"null"}]}},
                     "$defs":{"place":{"type":"object","properties":{"city":{"type":"string"}}}}}\
                    """);

    private static final Json FORM =
            Json.of(
                    """
                    {"type":"object","required":["name","age","kind"],"properties":{
                      "name":{"type":"string","title":"Your name","minLength":2},
                      "age":{"type":"integer","minimum":18,"maximum":99},
                      "mail":{"type":"string","format":"email"},
                      "vegan":{"type":"boolean","default":false},
                      "kind":{"type":"string","enum":["a","b"],"enumNames":["Aisle","Back"]},
                      "size":{"oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}],
                              "default":"l"},
                      "extras":{"type":"array","minItems":1,"maxItems":2,
                                "items":{"anyOf":[{"const":"x","title":"Extra"},{"const":"y","title":"Why"}]}},
                      "score":{"type":"number","default":1.5}}}\
                    """);

    private static McpServer server() {
        return McpServer.named("desk", "1")
                .tool(
                        Tool.of("show", "Shows its arguments").withInputSchema(TYPES),
                        (_, values) -> values.json().toString())
                .tool(
                        Tool.of("book"),
                        (context, _) ->
                                switch (context.elicit("Which seat?", FORM)) {
                                    case Answer.Accept(var it) -> it.json().toString();
                                    case Answer.Decline<?> _ -> "declined";
                                    case Answer.Cancel<?> _ -> "cancelled";
                                })
                .tool(
                        Tool.of("visit"),
                        (context, _) ->
                                context.elicitUrl("Log in", URI.create("https://a.example/x"), "1")
                                        .getClass()
                                        .getSimpleName())
                .tool(
                        Tool.of("think"),
                        (context, _) -> context.sample(SamplingRequest.text("why?", 9)).text())
                .tool(Tool.of("where"), (context, _) -> context.roots().getFirst().uri())
                .tool(
                        Tool.of("work"),
                        (context, _) -> {
                            context.progress(1, 2, "half");
                            context.log(LogLevel.WARNING, "careful");
                            return "done";
                        })
                .tool(Tool.of("fail"), (_, _) -> CallResult.error("no such \u001b[2Jthing"))
                .tool(
                        Tool.of("draw"),
                        (_, _) -> CallResult.of(Content.image(new byte[] {1, 2, 3}, "image/png")))
                .build();
    }

    private static ExitCode call(Desk desk, String... operands) throws UsageException {
        return call(desk, Map.of(), operands);
    }

    private static ExitCode call(Desk desk, Map<LineOption, String> options, String... operands)
            throws UsageException {
        return new CallCommand(desk.surroundings()).run(Desk.given(options, operands));
    }

    @Test
    void scenario111ValuesAreReadAsTheSchemaWantsThem(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("city.json"), "{\"city\":\"Bern\"}");
        var desk = Desk.unattended(server(), "from stdin");
        assertThat(
                        call(
                                desk,
                                "show",
                                "text=-",
                                "count=3",
                                "ratio=1e1",
                                "deep=true",
                                "colour=red",
                                "tags=a",
                                "tags=7",
                                "place=@" + file,
                                "maybe=null",
                                "odd:=[1]"))
                .isEqualTo(ExitCode.DONE);
        assertThat(Json.of(desk.out().strip()))
                .isEqualTo(
                        Json.of(
                                """
                                {"text":"from stdin","count":3,"ratio":1e1,"deep":true,"colour":"red",\
                                "tags":["a","7"],"place":{"city":"Bern"},"maybe":null,"odd":[1]}\
                                """));
        assertThat(desk.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show txt=a       | there is no argument txt; did you mean text?",
                "show             | text: is missing; write text=STRING; show(text: string,",
                "show text=a count=x | count: \"x\" is no whole number",
                "show text=a count=0 | count: must be at least 1",
                "show text=a colour=gren | \"gren\" is not one of red, green; did you mean green?",
                "show text=a deep=maybe | deep: \"maybe\" is no boolean; write true or false",
                "show text=a text=b | text: is given twice",
                "show text:=a | what follows := is no JSON",
                "show text=@nothing-here | there is no file nothing-here",
                "shou text=a | there is no tool shou; did you mean show?",
                "zzz | there is no tool zzz; there are show, book,",
                "a.json | the TOOL is missing",
                "one two three | three: is one word too many"
            })
    void whatIsWrongIsSaidWithWhatWouldBeRight(String line, String said) {
        var desk = Desk.unattended(server(), "");
        assertThatThrownBy(() -> call(desk, line.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(said.strip());
    }

    @Test
    void scenario111AFormIsAskedFieldByFieldAndCheckedByItsSchema() throws UsageException {
        var desk =
                Desk.typing(
                        server(),
                        "",
                        "A",
                        "Ada",
                        "seventeen",
                        "17",
                        "42",
                        "nobody",
                        "ada@example.com",
                        "y",
                        "c",
                        "Back",
                        "",
                        "1,2,1",
                        "1, Why",
                        "0.5");
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(Json.of(desk.out().strip()))
                .isEqualTo(
                        Json.of(
                                """
                                {"name":"Ada","age":42,"mail":"ada@example.com","vegan":true,"kind":"b",\
                                "size":"l","extras":["x","y"],"score":0.5}\
                                """));
        assertThat(desk.err())
                .contains("? Which seat?")
                .contains("Your name: must be filled in")
                .contains("Your name: needs at least 2 letters")
                .contains("\"seventeen\" is no whole number")
                .contains("must be at least 18")
                .contains("\"nobody\" is no address like ada@example.com")
                .contains("1) Aisle")
                .contains("\"c\" is not one of a, b")
                .contains("may have at most 2 values")
                .contains("[l]: ");
    }

    @Test
    void whatIsLeftEmptyIsLeftOutOrHasItsDefault() throws UsageException {
        var desk = Desk.typing(server(), "Ada", "18", "", "", "1", "", "", "");
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(Json.of(desk.out().strip()))
                .isEqualTo(
                        Json.of(
                                """
                                {"name":"Ada","age":18,"vegan":false,"kind":"a","size":"l","score":1.5}\
                                """));
    }

    @Test
    void aFieldCanBeGoneBackTo() throws UsageException {
        var desk = Desk.typing(server(), "Eve", ":back", "Ada", "18", "", "", "1", "", "", "");
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out()).contains("\"Ada\"");
    }

    @ParameterizedTest
    @CsvSource({":decline,declined", ":cancel,cancelled"})
    void aQuestionCanBeDeclinedAndCancelled(String typed, String result) throws UsageException {
        var desk = Desk.typing(server(), "Ada", typed);
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out().strip()).isEqualTo(result);
    }

    @Test
    void theEndOfTheInputCancelsTheQuestion() throws UsageException {
        var desk = Desk.typing(server(), "Ada");
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out().strip()).isEqualTo("cancelled");
    }

    @Test
    void scenario111InterruptingAQuestionCancelsTheCall() throws Exception {
        var cancelled = new CompletableFuture<Boolean>();
        var server =
                McpServer.named("desk", "1")
                        .tool(
                                Tool.of("book"),
                                (context, _) -> {
                                    context.onCancel(_ -> cancelled.complete(true));
                                    return context.elicit("Which seat?", FORM).toString();
                                })
                        .build();
        try (var keys = new PipedOutputStream()) {
            var desk = Desk.attended(server, new PipedInputStream(keys));
            var code = new CompletableFuture<ExitCode>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            code.complete(call(desk, "book"));
                        } catch (UsageException e) {
                            code.completeExceptionally(e);
                        }
                    });
            desk.awaitAsked("Your name");
            desk.interrupt();
            assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(cancelled.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whereNobodySitsAQuestionIsDeclinedAndThatIsSaid() throws UsageException {
        var desk = Desk.unattended(server(), "");
        assertThat(call(desk, "book")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out().strip()).isEqualTo("declined");
        assertThat(desk.err())
                .contains("declined, since nobody is at the terminal: \"Which seat?\"");
    }

    @Test
    void aFileAnswersInThePlaceOfAPerson(@TempDir Path folder) throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("a.json"),
                        "{\"name\":\"Ada\",\"age\":20,\"kind\":\"a\",\"other\":1}");
        var desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.ANSWER, file.toString()), "book");
        assertThat(desk.out()).contains("\"Ada\"").doesNotContain("other");

        Files.writeString(file, "[{\"action\":\"decline\"}]");
        desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.ANSWER, file.toString()), "book");
        assertThat(desk.out().strip()).isEqualTo("declined");

        Files.writeString(file, "{\"name\":\"Ada\",\"age\":7,\"kind\":\"a\"}");
        desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.ANSWER, file.toString()), "book");
        assertThat(desk.out().strip()).isEqualTo("cancelled");
        assertThat(desk.err()).contains("age: must be at least 18");
    }

    @Test
    void aPageIsShownAndOpenedOnlyWhenToldTo() throws UsageException {
        var desk = Desk.typing(server(), "", "y");
        assertThat(call(desk, "visit")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out().strip()).isEqualTo("Accept");
        assertThat(desk.err()).contains("https://a.example/x").contains("at the host a.example");
    }

    @Test
    void aProgramSpeaksForTheModelAndPlacesAreTold(@TempDir Path folder) throws UsageException {
        var desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.SAMPLING, "sed 's/.*why.*/because/'"), "think");
        assertThat(desk.out().strip()).isEqualTo("because");
        desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.ROOT, folder.toString()), "where");
        assertThat(desk.out())
                .startsWith("file:///")
                .contains(String.valueOf(folder.getFileName()));
    }

    @Test
    void progressAndLogsAreBesideTheAnswer() throws UsageException {
        var desk = Desk.unattended(server(), "");
        assertThat(call(desk, "work")).isEqualTo(ExitCode.DONE);
        assertThat(desk.out()).isEqualTo("done" + System.lineSeparator());
        assertThat(desk.err()).contains("progress: half").contains("warning careful");
        desk = Desk.typing(server());
        call(desk, Map.of(CommandOption.SERVER_LOG, "none"), "work");
        assertThat(desk.err())
                .contains("[==========          ] 1/2 half")
                .doesNotContain("careful");
    }

    @Test
    void scenario127AToolThatFailsEndsWithOneAndItsWordsCannotSteerTheTerminal()
            throws UsageException {
        var desk = Desk.unattended(server(), "");
        assertThat(call(desk, "fail")).isEqualTo(ExitCode.FAILED);
        assertThat(desk.out()).isEmpty();
        assertThat(desk.err()).contains("no such \\u001b[2Jthing");
        desk = Desk.unattended(server(), "");
        assertThat(call(desk, Map.of(CommandOption.JSON, ""), "fail")).isEqualTo(ExitCode.FAILED);
        assertThat(Json.of(desk.out().strip()).flag("isError")).isTrue();
    }

    @Test
    void imagesAreWrittenToFilesThatAreNamed(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("draw-1.png"), new byte[] {9});
        var desk = Desk.unattended(server(), "");
        call(desk, Map.of(CommandOption.OUT, folder.toString()), "draw");
        var written = folder.resolve("draw-2.png");
        assertThat(desk.out()).contains(written + " (image/png, 3 bytes)");
        assertThat(written).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(folder.resolve("draw-1.png")).hasBinaryContent(new byte[] {9});
    }
}

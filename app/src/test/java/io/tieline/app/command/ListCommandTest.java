package io.tieline.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.UsageException;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.ResourceTemplate;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenario 110: what is offered, as signatures for people and as JSON for programs. */
@Timeout(60)
final class ListCommandTest {

    private static McpServer server() {
        return McpServer.named("shop", "2.1")
                .tool(
                        Tool.of("buy", "Buys things.\nTwice \u001b[31mred")
                                .withInputSchema(
                                        Json.of(
                                                """
                                                {"type":"object","required":["what"],"properties":{
                                                 "what":{"type":"string"},"many":{"type":"integer","default":1}}}\
                                                """)),
                        (_, _) -> "bought")
                .resource(
                        Resource.of("shop://goods", "goods").withMimeType("text/plain"),
                        (_, _) -> ReadResult.text("shop://goods", "many"))
                .template(
                        ResourceTemplate.of("shop://goods/{id}", "good"),
                        (_, uri, _) -> ReadResult.text(uri, "one"))
                .prompt(Prompt.of("advise"), (_, _) -> PromptResult.text("Buy!"))
                .pageSize(1)
                .build();
    }

    @Test
    void scenario110ToolsAreListedAsSignaturesWithTheirDescriptions() throws UsageException {
        var desk = Desk.unattended(server(), "");
        assertThat(new ListCommand(desk.surroundings()).run(Desk.given())).isEqualTo(ExitCode.DONE);
        assertThat(desk.out())
                .isEqualToNormalizingNewlines(
                        """
                        shop 2.1 (revision 2025-11-25)

                        Tools
                          buy(what: string, many?: integer = 1)
                              Buys things.
                              Twice \\u001b[31mred

                        Resources
                          shop://goods (text/plain)

                        Resource templates
                          shop://goods/{id}

                        Prompts
                          advise()
                        """);
        assertThat(desk.err()).isEmpty();
    }

    @Test
    void scenario110ProgramsReadOneObjectWhoseMembersStay() throws UsageException {
        var desk = Desk.unattended(server(), "");
        new ListCommand(desk.surroundings()).run(Desk.given(Map.of(CommandOption.JSON, "")));
        var listed = Json.of(desk.out().strip());
        assertThat(listed.members().stream().map(Json.Member::name))
                .containsExactly(
                        "server",
                        "revision",
                        "capabilities",
                        "tools",
                        "resources",
                        "resourceTemplates",
                        "prompts",
                        "away");
        assertThat(listed.list("tools").getFirst().text("name")).isEqualTo("buy");
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("{'type':'array','items':{'type':'string'}}", "string[]"),
                Arguments.of("{'enum':['a',1,null]}", "'a'|1|null"),
                Arguments.of("{'type':['string','null']}", "string|null"),
                Arguments.of("{'anyOf':[{'type':'integer'},{'type':'null'}]}", "integer|null"),
                Arguments.of(
                        "{'type':'object','properties':{'b':{'type':'number'}}}", "{b?: number}"),
                Arguments.of("true", "any"),
                Arguments.of("{'$ref':'#/properties/a'}", "any"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void aTypeIsWrittenAsPeopleWriteIt(String schema, String written) {
        var tool = "{'name':'t','inputSchema':{'type':'object','properties':{'a':" + schema + "}}}";
        assertThat(Signature.ofTool(Json.of(tool.replace('\'', '"'))))
                .isEqualTo("t(a?: " + written.replace('\'', '"') + ")");
    }
}

package io.tieline.examples.conformance;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import io.tieline.framework.Values;
import io.tieline.wire.Json;

/** Tools that ask the user or the model once, and repeat what they heard. */
final class AskingTools {

    record Prompt(String prompt) {}

    record Message(String message) {}

    record User(String username, String email) {}

    record Confirmation(boolean ok) {}

    private static final Json DEFAULTS =
            Json.of(
                    """
                    {"type":"object","properties":{\
                    "name":{"type":"string","description":"Name","default":"John Doe"},\
                    "age":{"type":"integer","description":"Age","default":30},\
                    "score":{"type":"number","description":"Score","default":95.5},\
                    "status":{"type":"string","description":"Status",\
                    "enum":["active","inactive","pending"],"default":"active"},\
                    "verified":{"type":"boolean","description":"Verified","default":true}},\
                    "required":[]}\
                    """);

    private static final Json ENUMERATIONS =
            Json.of(
                    """
                    {"type":"object","properties":{\
                    "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},\
                    "titledSingle":{"type":"string","oneOf":[\
                    {"const":"value1","title":"First Option"},\
                    {"const":"value2","title":"Second Option"},\
                    {"const":"value3","title":"Third Option"}]},\
                    "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],\
                    "enumNames":["Option One","Option Two","Option Three"]},\
                    "untitledMulti":{"type":"array","items":\
                    {"type":"string","enum":["option1","option2","option3"]}},\
                    "titledMulti":{"type":"array","items":{"anyOf":[\
                    {"const":"value1","title":"First Choice"},\
                    {"const":"value2","title":"Second Choice"},\
                    {"const":"value3","title":"Third Choice"}]}}},\
                    "required":[]}\
                    """);

    private AskingTools() {}

    static void addTo(McpServer.Builder server) {
        server.tool(
                Tool.of("test_sampling", "Asks the client for a completion"),
                Prompt.class,
                (context, ask) ->
                        CallResult.text(
                                "LLM response: " + context.sample(ask.prompt(), 100).text()));
        server.tool(
                Tool.of("test_missing_capability", "Asks the model, whether there is one or not"),
                (context, _) -> CallResult.text(context.sample("Are you there?", 100).text()));
        server.tool(
                Tool.of("test_elicitation", "Asks the user for a name and an address"),
                Message.class,
                (context, ask) ->
                        CallResult.text(
                                "User response: "
                                        + outcome(context.elicit(ask.message(), User.class))));
        server.tool(
                Tool.of("test_elicitation_sep1034_defaults", "Asks with defaults of every kind"),
                (context, _) -> completed(context.elicit("Please check these values", DEFAULTS)));
        server.tool(
                Tool.of("test_elicitation_sep1330_enums", "Asks with all five forms of a choice"),
                (context, _) -> completed(context.elicit("Please choose", ENUMERATIONS)));
        addConfirmations(server);
    }

    private static void addConfirmations(McpServer.Builder server) {
        Tool.Handler confirm =
                (context, _) ->
                        CallResult.text(
                                "state-ok: "
                                        + outcome(
                                                context.elicit(
                                                        "Please confirm", Confirmation.class)));
        server.tool(Tool.of("test_streaming_elicitation", "Asks for a confirmation"), confirm);
        server.tool(
                Tool.of("test_input_required_result_request_state", "Asks for a confirmation"),
                confirm);
        server.tool(
                Tool.of("test_input_required_result_tampered_state", "Asks for a confirmation"),
                confirm);
    }

    private static CallResult completed(Answer<Values> answer) {
        return CallResult.text("Elicitation completed: " + outcome(answer));
    }

    private static String outcome(Answer<?> answer) {
        return switch (answer) {
            case Answer.Accept<?>(Values form) -> "action=accept, content=" + form.json();
            case Answer.Accept<?>(var form) -> "action=accept, content=" + form;
            case Answer.Decline<?> _ -> "action=decline";
            case Answer.Cancel<?> _ -> "action=cancel";
        };
    }
}

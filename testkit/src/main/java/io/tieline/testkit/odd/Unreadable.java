package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.HTTP_SSE;
import static io.tieline.testkit.odd.ServerTransport.JSON;
import static io.tieline.testkit.odd.ServerTransport.STDIO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Servers whose answer to one call cannot be read as it stands. */
final class Unreadable {

    private static final int BROKE = -31003;

    private Unreadable() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("not-a-number", "Answers with NaN where a number should be.")
                        .answers("odd", "{\"content\":[],\"structuredContent\":{\"x\":NaN}}")
                        .inBothEras()
                        .fails(BROKE, "NaN"),
                OddServer.named("raw-tab", "Writes a tab into a string as it is.")
                        .answers("odd", OrdinaryServer.content("a\tb"))
                        .inBothEras()
                        .fails(BROKE, "control character in a string"),
                OddServer.named("latin-1", "Writes a letter in Latin-1.")
                        .over(STDIO, EVENTS, JSON, HTTP_SSE)
                        .upon("odd", Unreadable::latin)
                        .inBothEras()
                        .fails(BROKE, "malformed UTF-8"),
                OddServer.named("half-an-answer", "Ends its JSON in the middle.")
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.say(
                                                "{\"jsonrpc\":\"2.0\",\"id\":"
                                                        + heard.id()
                                                        + ",\"result\":{\"content\":["))
                        .inBothEras()
                        .fails(BROKE, "end of input"),
                OddServer.named("text-before", "Prints words before the JSON, on the same line.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw("DEBUG answering: ");
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .fails(BROKE, "other text stands before the message"),
                OddServer.named("text-after", "Prints words after the JSON, on the same line.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.say(
                                                "{\"jsonrpc\":\"2.0\",\"id\":"
                                                        + heard.id()
                                                        + ",\"result\":{\"content\":[]}} ok"))
                        .inBothEras()
                        .fails(BROKE, "after the value"),
                error("error-without-id", "", "{\"code\":-32000,\"message\":\"Out of ink\"}")
                        .inBothEras()
                        .fails(-32000, "Out of ink"),
                error(
                                "error-with-null-id",
                                "\"id\":null,",
                                "{\"code\":-32000,\"message\":\"Out of ink\"}")
                        .inBothEras()
                        .fails(-32000, "Out of ink"),
                failing("error-without-code", "{\"message\":\"Out of ink\"}")
                        .inBothEras()
                        .fails(BROKE, "error must be an object with code and message"),
                failing("error-with-code-as-text", "{\"code\":\"E1\",\"message\":\"Out of ink\"}")
                        .inBothEras()
                        .fails(BROKE, "error.code must be an integer"),
                failing("error-without-message", "{\"code\":-32000}")
                        .inBothEras()
                        .with(new Outcome.Settles(BROKE)),
                failing("error-as-text", "\"Out of ink\"")
                        .inBothEras()
                        .fails(BROKE, "error must be an object with code and message"),
                saying("no-result", "\"id\":%s").inBothEras().fails(BROKE, "a result or an error"),
                saying("other-id", "\"id\":123456,\"result\":{\"content\":[]}")
                        .over(EVENTS, JSON)
                        .inBothEras()
                        .fails(BROKE, ""),
                saying("id-as-text", "\"id\":\"%s\",\"result\":" + OrdinaryServer.content("odd"))
                        .inBothEras()
                        .works(),
                saying(
                                "result-beside-null-error",
                                "\"id\":%s,\"error\":null,\"result\":"
                                        + OrdinaryServer.content("odd"))
                        .inBothEras()
                        .works(),
                saying(
                                "error-beside-null-result",
                                "\"id\":%s,\"result\":null,\"error\":"
                                        + "{\"code\":-32000,\"message\":\"Out of ink\"}")
                        .inBothEras()
                        .fails(-32000, "Out of ink"),
                OddServer.named("pretty", "Prints its JSON over many lines.")
                        .over(JSON, EVENTS)
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.say(
                                                "{\r\n  \"jsonrpc\" : \"2.0\" ,\r\n  \"id\" : "
                                                        + heard.id()
                                                        + " ,\r\n  \"result\" : "
                                                        + OrdinaryServer.content("odd")
                                                        + "\r\n}\r\n"))
                        .framing(text -> "data: " + text.replaceAll("\r\n", "\ndata: ") + "\n\n")
                        .inBothEras()
                        .works(),
                OddServer.named("pretty-lines", "Prints its JSON over many lines of its stdout.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.raw(
                                                "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": "
                                                        + heard.id()
                                                        + ",\n  \"result\": {\n    \"content\": []\n"
                                                        + "  }\n}\n"))
                        .inBothEras()
                        .fails(BROKE, "on one line"),
                OddServer.named("glued", "Writes a notification and the answer on one line.")
                        .over(STDIO)
                        .upon(
                                "odd",
                                (heard, voice) -> {
                                    voice.raw(
                                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                                                    + "\"params\":{\"level\":\"info\",\"data\":1}}");
                                    voice.ordinary();
                                })
                        .inBothEras()
                        .works(),
                saying(
                                "all-members",
                                "\"id\":%s,\"method\":null,\"params\":null,\"error\":null,\"result\":"
                                        + OrdinaryServer.content("odd"))
                        .inBothEras()
                        .works(),
                saying(
                                "method-beside-result",
                                "\"id\":%s,\"method\":\"tools/call\",\"result\":"
                                        + OrdinaryServer.content("odd"))
                        .inBothEras()
                        .fails(BROKE, "either a method or a result"),
                OddServer.named("no-version", "Forgets jsonrpc in the answer to a call.")
                        .upon(
                                "odd",
                                (heard, voice) ->
                                        voice.say(
                                                "{\"id\":"
                                                        + heard.id()
                                                        + ",\"result\":{\"content\":[]}}"))
                        .inBothEras()
                        .fails(BROKE, "jsonrpc must be"));
    }

    private static void latin(Heard heard, Voice voice) throws Exception {
        var message =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + heard.id()
                        + ",\"result\":"
                        + OrdinaryServer.content("caf\u00e9")
                        + "}";
        var framed = new String(voice.framed(message), UTF_8);
        voice.raw(framed.getBytes(ISO_8859_1));
    }

    private static OddServer.Builder error(String name, String id, String error) {
        return OddServer.named(name, "Answers a call with an error that names no request.")
                .upon(
                        "odd",
                        (heard, voice) ->
                                voice.say(
                                        "{\"jsonrpc\":\"2.0\"," + id + "\"error\":" + error + "}"));
    }

    private static OddServer.Builder failing(String name, String error) {
        return OddServer.named(name, "Answers a call with the error " + error + ".")
                .upon("odd", (heard, voice) -> voice.fail(error));
    }

    private static OddServer.Builder saying(String name, String members) {
        return OddServer.named(name, "Answers a call with " + members + ".")
                .upon(
                        "odd",
                        (heard, voice) ->
                                voice.say(
                                        "{\"jsonrpc\":\"2.0\","
                                                + members.replace("%s", heard.id())
                                                + "}"));
    }
}

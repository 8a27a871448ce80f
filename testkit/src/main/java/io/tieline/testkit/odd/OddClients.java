package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.OddClient.Builder.BOTH;
import static io.tieline.testkit.odd.OddClient.Builder.INITIALIZED;
import static io.tieline.testkit.odd.OddClient.Builder.JSON;
import static io.tieline.testkit.odd.OddClient.Builder.SESSION;
import static io.tieline.testkit.odd.OddClient.Builder.call;
import static io.tieline.testkit.odd.OddClient.Builder.initialize;
import static io.tieline.testkit.odd.OddClient.Builder.post;
import static io.tieline.testkit.odd.OddClient.overHttp;
import static io.tieline.testkit.odd.OddClient.overSse;
import static io.tieline.testkit.odd.OddClient.overStdio;

import java.util.List;
import java.util.stream.Stream;

/** The odd clients of the corpus. */
public final class OddClients {

    private static final String LATEST = "2025-11-25";
    private static final String OLDEST = "2024-11-05";
    private static final String ECHOED = "\"text\":\"echo\"";

    private OddClients() {}

    /** Every odd client. */
    public static List<OddClient> all() {
        return Stream.of(
                        headers(),
                        sessions(),
                        requests(),
                        messages(OddClient::overHttp),
                        messages(OddClient::overSse),
                        streams(),
                        lines())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OddClient> headers() {
        return List.of(
                overHttp("no-accept", "Sends no Accept.")
                        .begins(LATEST)
                        .posts(call("1", "echo"), JSON, SESSION)
                        .hears(ECHOED)
                        .done(),
                overHttp("accepts-json", "Accepts JSON only.")
                        .begins(LATEST)
                        .posts(call("1", "echo"), JSON, SESSION, "Accept: application/json")
                        .hears(ECHOED)
                        .done(),
                overHttp("accepts-events", "Accepts event streams only.")
                        .begins(LATEST)
                        .posts(call("1", "echo"), JSON, SESSION, "Accept: text/event-stream")
                        .hears("data: ")
                        .hears(ECHOED)
                        .done(),
                overHttp("accepts-anything", "Accepts anything.")
                        .begins(LATEST)
                        .posts(call("1", "echo"), JSON, SESSION, "Accept: */*")
                        .hears(ECHOED)
                        .done(),
                overHttp("typed-with-charset", "Declares a charset with its JSON.")
                        .begins(LATEST)
                        .posts(
                                call("1", "echo"),
                                "content-type: APPLICATION/JSON;charset=\"utf-8\"",
                                BOTH,
                                SESSION)
                        .hears(ECHOED)
                        .done(),
                overHttp("chunked", "Sends its body in chunks.")
                        .begins(LATEST)
                        .sends(
                                "POST /mcp HTTP/1.1\r\nHost: localhost\r\n"
                                        + String.join("\r\n", JSON, BOTH, SESSION)
                                        + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + chunks(call("1", "echo")))
                        .hears(ECHOED)
                        .done(),
                overHttp("waits-to-continue", "Waits for 100 Continue before it sends a body.")
                        .begins(LATEST)
                        .sends(
                                "POST /mcp HTTP/1.1\r\nHost: localhost\r\n"
                                        + String.join("\r\n", JSON, BOTH, SESSION)
                                        + "\r\nExpect: 100-continue\r\nContent-Length: "
                                        + call("1", "echo").length()
                                        + "\r\n\r\n")
                        .hears("100 Continue")
                        .sends(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                overHttp("older-http", "Speaks HTTP/1.0.")
                        .begins(LATEST)
                        .reconnects()
                        .sends(
                                post(call("1", "echo"), JSON, BOTH, SESSION)
                                        .replace("HTTP/1.1", "HTTP/1.0"))
                        .hears(ECHOED)
                        .done());
    }

    private static String chunks(String body) {
        var half = body.length() / 2;
        return Integer.toHexString(half)
                + "\r\n"
                + body.substring(0, half)
                + "\r\n"
                + Integer.toHexString(body.length() - half)
                + "\r\n"
                + body.substring(half)
                + "\r\n0\r\n\r\n";
    }

    private static List<OddClient> sessions() {
        return List.of(
                overHttp("initializes-twice", "Initializes in a session that it has.")
                        .begins(LATEST)
                        .posts(initialize(LATEST))
                        .hears("-32600")
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                overHttp("begins-anew", "Opens a second session without closing the first.")
                        .begins(LATEST)
                        .begins(LATEST)
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                overHttp("forgotten", "Names a session that never was.")
                        .posts(call("1", "echo"), JSON, BOTH, "Mcp-Session-Id: nobody")
                        .hears("404 Not Found")
                        .done(),
                overHttp("deleted", "Calls in a session that it has deleted.")
                        .begins(LATEST)
                        .sends("DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n" + SESSION + "\r\n\r\n")
                        .hears("HTTP/1.1 20")
                        .hears("\r\n\r\n")
                        .posts(call("1", "echo"))
                        .hears("404 Not Found")
                        .done(),
                overHttp("of-tomorrow", "Asks for a revision that nobody knows.")
                        .posts(initialize("2099-01-01"), JSON, BOTH)
                        .hears("\"protocolVersion\":\"" + LATEST + "\"")
                        .done(),
                overHttp("leaves", "Leaves in the middle of a call, and comes back.")
                        .begins(LATEST)
                        .posts(call("1", "echo"))
                        .reconnects()
                        .posts(call("2", "echo"))
                        .hears(ECHOED)
                        .done(),
                overHttp("two-streams", "Opens the optional stream twice.")
                        .begins(LATEST)
                        .sends(get())
                        .hears("200 OK")
                        .reconnects()
                        .sends(get())
                        .hears("HTTP/1.1 ")
                        .reconnects()
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done());
    }

    private static String get() {
        return "GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + SESSION
                + "\r\n\r\n";
    }

    private static List<OddClient> requests() {
        return List.of(
                overHttp("pipelines", "Sends three requests at once on one connection.")
                        .begins(LATEST)
                        .sends(
                                post(call("1", "echo"), JSON, BOTH, SESSION)
                                        + post(call("2", "count"), JSON, BOTH, SESSION)
                                        + post(call("3", "odd"), JSON, BOTH, SESSION))
                        .hears("\"id\":1")
                        .hears("\"id\":2")
                        .hears("\"id\":3")
                        .done(),
                overHttp("null-id", "Sends a request whose id is null.")
                        .begins(LATEST)
                        .posts(call("null", "echo"))
                        .hears("400 Bad Request")
                        .hears("-32600")
                        .done(),
                overHttp("batches", "Sends a batch in the revision that has them.")
                        .begins("2025-03-26")
                        .posts("[" + call("1", "echo") + "," + call("2", "odd") + "]")
                        .hears("\"text\":")
                        .hears("\"text\":")
                        .done());
    }

    /** How the client of an odd message reaches the gateway. */
    private interface Over {
        OddClient.Builder client(String name, String oddity);
    }

    /** Odd in what it says, whatever carries that. */
    private static List<OddClient> messages(Over over) {
        return List.of(
                over.client("never-initialized", "Never says that it is initialized.")
                        .initializes(LATEST)
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                over.client("one-id-for-all", "Gives all its requests the same id.")
                        .begins(LATEST)
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .posts(call("1", "odd"))
                        .hears("\"text\":\"odd\"")
                        .done(),
                over.client("large-ids", "Gives ids that no double can hold, and texts.")
                        .begins(LATEST)
                        .posts(call("9007199254740993", "echo"))
                        .hears("\"id\":9007199254740993")
                        .posts(call("-5", "echo"))
                        .hears("\"id\":-5")
                        .posts(call("\"\u00f6 1\"", "echo"))
                        .hears("\"id\":\"\u00f6 1\"")
                        .done(),
                over.client("null-params", "Sends null for params.")
                        .begins(LATEST)
                        .posts(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":null}")
                        .hears("\"name\":\"echo\"")
                        .done(),
                over.client("spaced", "Prints its JSON over many lines.")
                        .begins(LATEST)
                        .posts(call("1", "echo").replace(",", " ,\r\n\t").replace(":", " : "))
                        .hears(ECHOED)
                        .done(),
                over.client("marked", "Puts a byte order mark before its JSON.")
                        .begins(LATEST)
                        .posts("\uFEFF" + call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                over.client("answers-nobody", "Answers a question that nobody has asked.")
                        .begins(LATEST)
                        .tells("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}")
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done());
    }

    private static List<OddClient> streams() {
        return List.of(
                overSse("of-today", "Asks for a revision that is younger than its transport.")
                        .initializes(LATEST)
                        .hears("\n\n")
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                overSse("initializes-twice", "Initializes in a session that it has.")
                        .begins(OLDEST)
                        .posts(initialize(OLDEST))
                        .hears("-32600")
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done(),
                overSse("comes-back", "Cuts its stream in the middle of a call, and comes back.")
                        .begins(OLDEST)
                        .posts(call("1", "echo"))
                        .reconnects()
                        .begins(OLDEST)
                        .posts(call("1", "echo"))
                        .hears(ECHOED)
                        .done());
    }

    private static List<OddClient> lines() {
        var begins = initialize(LATEST) + "\n" + INITIALIZED + "\n";
        return List.of(
                overStdio("carriage-returns", "Ends its lines with CR LF, and sends empty ones.")
                        .sends("\r\n" + begins.replace("\n", "\r\n\r\n"))
                        .sends(call("1", "echo") + "\r\n")
                        .hears(ECHOED)
                        .done(),
                overStdio("all-at-once", "Sends everything before it has read anything.")
                        .sends(begins + call("1", "echo") + "\n" + call("2", "odd") + "\n")
                        .hears("\"protocolVersion\"")
                        .hears("\"text\":")
                        .hears("\"text\":")
                        .done(),
                overStdio("stdio-never-initialized", "Never says that it is initialized.")
                        .sends(initialize(LATEST) + "\n")
                        .hears("\"protocolVersion\"")
                        .sends(call("1", "echo") + "\n")
                        .hears(ECHOED)
                        .done(),
                overStdio("babbles", "Writes a line that is no message.")
                        .sends(begins)
                        .hears("\"protocolVersion\"")
                        .sends("hello?\n")
                        .hears("-32700")
                        .sends(call("1", "echo") + "\n")
                        .hears(ECHOED)
                        .done(),
                overStdio("stdio-marked", "Begins with a byte order mark.")
                        .sends("\uFEFF" + begins + call("1", "echo") + "\n")
                        .hears(ECHOED)
                        .done(),
                overStdio("hasty", "Closes its side before it has read an answer.")
                        .sends(begins + call("1", "echo") + "\n")
                        .endsInput()
                        .hears(ECHOED)
                        .done(),
                overStdio("stdio-null-params", "Sends null for params.")
                        .sends(begins)
                        .sends(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":null}\n")
                        .hears("\"name\":\"echo\"")
                        .done());
    }
}

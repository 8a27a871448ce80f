package io.tieline.testkit.odd;

import java.io.IOException;

/** Answers that no client could object to. */
final class OrdinaryServer {

    static final String TOOLS =
            "{\"tools\":["
                    + "{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}},"
                    + "{\"name\":\"count\",\"inputSchema\":{\"type\":\"object\"}},"
                    + "{\"name\":\"odd\",\"inputSchema\":{\"type\":\"object\"}}]}";

    private OrdinaryServer() {}

    static void answer(Heard heard, SessionState session, OddServer script, Voice voice)
            throws IOException {
        switch (heard.method()) {
            case "initialize" -> voice.answer(welcome(script.dress().revision()));
            case "ping" -> voice.answer("{}");
            case "tools/list" -> voice.answer(TOOLS);
            case "tools/call" -> call(heard, session, voice);
            default -> {
                if (heard.isRequest()) {
                    voice.fail("{\"code\":-32601,\"message\":\"Method not found\"}");
                }
            }
        }
    }

    private static void call(Heard heard, SessionState session, Voice voice) throws IOException {
        switch (heard.tool()) {
            case "echo", "odd" -> voice.text(heard.tool());
            case "count" -> voice.text(String.valueOf(session.count()));
            default -> voice.fail("{\"code\":-32602,\"message\":\"Unknown tool\"}");
        }
    }

    static String welcome(String revision) {
        return "{\"protocolVersion\":\""
                + revision
                + "\",\"capabilities\":{\"tools\":{},\"logging\":{}},"
                + "\"serverInfo\":{\"name\":\"odd\",\"version\":\"1\"}}";
    }

    static String content(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }
}

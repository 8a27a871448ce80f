package io.tieline.testkit.odd;

import java.io.IOException;

/** Answers that no client could object to. */
final class OrdinaryServer {

    static final String TOOLS =
            "{\"tools\":["
                    + "{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}},"
                    + "{\"name\":\"count\",\"inputSchema\":{\"type\":\"object\"}},"
                    + "{\"name\":\"odd\",\"inputSchema\":{\"type\":\"object\"}}]}";

    private static final String DISCOVERED =
            "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                    + "\"ttlMs\":0,\"cacheScope\":\"private\",\"_meta\":"
                    + "{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"odd\",\"version\":\"1\"}}}";

    private OrdinaryServer() {}

    /** A result as revision 2026-07-28 has it. */
    static String complete(String result) {
        return "{\"resultType\":\"complete\"," + result.substring(1);
    }

    static void answer(Heard heard, SessionState session, ServerState server, Voice voice)
            throws IOException {
        if (server.isStateless() && heard.is("server/discover")) {
            voice.answer(DISCOVERED);
            return;
        }
        if (server.isStateless() && heard.is("initialize")) {
            voice.fail("{\"code\":-32601,\"message\":\"Method not found\"}");
            return;
        }
        answer(heard, session, server.script(), voice);
    }

    private static void answer(Heard heard, SessionState session, OddServer script, Voice voice)
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

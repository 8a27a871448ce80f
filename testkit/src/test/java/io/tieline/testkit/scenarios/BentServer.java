package io.tieline.testkit.scenarios;

import io.tieline.framework.McpServer;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server before which a test can do something else with lists: keep them, or give a cursor that
 * does not advance. Remembers what the server was asked.
 */
final class BentServer implements Service {

    /** What becomes of a request for tools. */
    enum Mood {
        WELL,
        SLOW,
        LYING
    }

    private final McpServer server;
    private final Queue<Request> asked = new ConcurrentLinkedQueue<>();
    private volatile Mood mood = Mood.WELL;

    BentServer(McpServer server) {
        this.server = server;
    }

    /** The server itself. */
    McpServer own() {
        return server;
    }

    void is(Mood now) {
        mood = now;
    }

    /** The requests with this method, as they came. */
    List<Request> asked(String method) {
        return asked.stream().filter(one -> one.method().equals(method)).toList();
    }

    /** Whether something has become of the request. */
    private boolean bend(Exchange exchange) {
        asked.add(exchange.request());
        if (!exchange.request().method().equals(Method.TOOLS_LIST)) {
            return false;
        }
        return switch (mood) {
            case WELL -> false;
            case SLOW -> true;
            case LYING -> {
                exchange.finish(Json.object("tools", Json.EMPTY_ARRAY, "nextCursor", "again"));
                yield true;
            }
        };
    }

    @Override
    public void serve(Exchange exchange) {
        if (!bend(exchange)) {
            server.serve(exchange);
        }
    }

    @Override
    public Conversation open(ClientSession session) {
        var conversation = server.open(session);
        return new Conversation() {
            @Override
            public void initialize(Exchange exchange) {
                conversation.initialize(exchange);
            }

            @Override
            public void serve(Exchange exchange) {
                if (!bend(exchange)) {
                    conversation.serve(exchange);
                }
            }

            @Override
            public void notified(Notification notification) {
                conversation.notified(notification);
            }

            @Override
            public void closed() {
                conversation.closed();
            }
        };
    }
}

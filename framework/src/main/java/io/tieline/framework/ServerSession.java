package io.tieline.framework;

import io.tieline.session.client.Client;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** What a server keeps for one client: its state, its log level, what it watches. */
final class ServerSession {

    private static final int MAX_WATCHED = 1024;
    private static final int LONGEST_NAME = 100;

    private final Client client;
    private final ThreadFactory threads;
    private final SessionState state;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private volatile LogLevel least = LogLevel.DEBUG;

    ServerSession(Client client, ThreadFactory threads) {
        this.client = client;
        this.threads = threads;
        this.state = new SessionState(this::close);
    }

    Client client() {
        return client;
    }

    String id() {
        return client instanceof ClientSession session ? session.id() : "";
    }

    /** A request of this client, in words for the log: no argument, and no more of the id. */
    String told(Exchange exchange) {
        var params = exchange.request().params();
        var name = params == null ? null : params.text("name");
        var what = name == null && params != null ? params.text("uri") : name;
        return exchange.request().method()
                + (what == null ? "" : " \"" + shortened(what) + "\"")
                + " for "
                + told();
    }

    private String told() {
        var name = client.clientInfo().text("name");
        var who = name == null ? "a client without a name" : "\"" + shortened(name) + "\"";
        var id = id();
        return id.isEmpty() ? who : who + ", session " + id.substring(0, Math.min(8, id.length()));
    }

    /** What peers chose: one line of it. */
    private static String shortened(String text) {
        return Excerpt.of(text.getBytes(StandardCharsets.UTF_8), LONGEST_NAME);
    }

    SessionState state() {
        return state;
    }

    /** Runs code of somebody else, which may block and may throw. */
    void run(Runnable task) {
        thread(task).start();
    }

    Thread thread(Runnable task) {
        return threads.newThread(task);
    }

    /** Everything is logged until the client sets a level. */
    boolean wants(LogLevel level) {
        return level.compareTo(least) >= 0;
    }

    void setLevel(Json params) {
        var text = params.text("level");
        var level = text == null ? null : LogLevel.of(text);
        if (level == null) {
            throw new McpException(
                    ErrorCode.INVALID_PARAMS,
                    "There is no log level " + text + "; take one from debug to emergency");
        }
        least = level;
    }

    void watch(String uri) {
        if (watched.size() >= MAX_WATCHED) {
            throw new McpException(
                    ErrorCode.OVERLOADED,
                    "This session watches " + MAX_WATCHED + " resources already");
        }
        watched.add(uri);
    }

    void unwatch(String uri) {
        watched.remove(uri);
    }

    /** Tells the client that a resource has changed, if it watches it. */
    void updated(String uri) {
        if (watched.contains(uri)) {
            send(Notification.of(Method.RESOURCES_UPDATED, Json.object("uri", uri)));
        }
    }

    void tell(String method) {
        send(Notification.of(method, null));
    }

    /** A client without a session listens where it wants to be told. */
    void send(Notification notification) {
        if (client instanceof ClientSession session) {
            session.tell(notification);
        }
    }

    void end() {
        state.end();
    }

    private void close(AutoCloseable resource) {
        run(() -> {
            try {
                resource.close();
            } catch (Exception e) {
                client.fault(e, "A value of the state could not be closed at the end of " + told());
            }
        });
    }
}

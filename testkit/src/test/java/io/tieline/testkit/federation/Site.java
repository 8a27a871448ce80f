package io.tieline.testkit.federation;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.testkit.simulation.SeededRandom;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One server of a federated world, from when it is first mounted: which era and link it has, what
 * it lists, and what becomes of it. Whatever it says names it by its {@link #tag}.
 */
final class Site {

    private static final int UNKNOWN_RESOURCE = -32_002;
    private static final List<String> WORKS =
            List.of("echo", "ask", "slow", "link", "job", "fail", "b__echo", "secret_echo");
    private static final Json WITH_TASKS =
            Json.of(
                    """
                    {"tools":{"listChanged":true},"resources":{"listChanged":true},"tasks":{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}}\
                    """);
    private static final Json WITHOUT =
            Json.of("{\"tools\":{\"listChanged\":true},\"resources\":{\"listChanged\":true}}");

    private final FederatedWorld world;
    private final SeededRandom dice;
    private final String name;
    private final String tag;
    private final ScriptedServer server;
    private final FaultyBackend link;
    private final Gateway gateway;
    private final boolean onOneChannel;
    private final SessionPolicy policy;
    private final Set<String> tools = new LinkedHashSet<>();
    private final Set<String> everTools = new LinkedHashSet<>();
    private final List<String> uris = new ArrayList<>();
    private final int pageSize;
    private final long since;
    private boolean touched;
    private boolean isGone;
    private long goneAt = Long.MAX_VALUE;
    private long changedAt = -1;
    private int linked;
    private int tasks;

    Site(FederatedWorld world, SeededRandom dice, String name, int number) {
        this.world = world;
        this.dice = dice;
        this.name = name;
        this.tag = name + "#" + number;
        this.since = world.now();
        boolean stateless = dice.chance(0.4);
        this.onOneChannel = !stateless && dice.chance(0.5);
        this.pageSize = dice.chance(0.5) ? 100 : dice.between(1, 3);
        this.server = stateless ? ScriptedServer.stateless() : ScriptedServer.stateful();
        if (onOneChannel) {
            var _ = server.onOneChannel();
        }
        this.link = FaultyBackend.before(server);
        this.policy = policy(dice);
        server.named(name).capabilities(hasTasks() ? WITH_TASKS : WITHOUT);
        this.gateway =
                new Gateway(
                        world.wiring().backend(name, link),
                        GatewaySettings.DEFAULT.withSessions(policy),
                        world.environment());
        stock();
        play();
    }

    private static SessionPolicy policy(SeededRandom dice) {
        return dice.chance(0.7)
                ? SessionPolicy.PER_CLIENT_SESSION
                : dice.pick(List.of(SessionPolicy.SHARED, SessionPolicy.PER_REQUEST));
    }

    private void stock() {
        add("echo");
        for (var tool : WORKS) {
            if (dice.chance(0.5)) {
                add(tool);
            }
        }
        for (var uri : List.of("file:///log", name + "://rows", "file:///more")) {
            if (dice.chance(0.6)) {
                uris.add(uri);
            }
        }
    }

    private void add(String tool) {
        tools.add(tool);
        everTools.add(tool);
    }

    private void play() {
        server.on(Method.TOOLS_LIST, request -> soon(() -> list(request, "tools", items())));
        server.on(
                Method.RESOURCES_LIST,
                request -> soon(() -> list(request, "resources", resources())));
        server.on(Method.RESOURCES_TEMPLATES_LIST, request -> refuse(request, -32_601));
        server.on(Method.RESOURCES_READ, request -> soon(() -> read(request)));
        server.on(Method.TOOLS_CALL, this::call);
        server.on(Method.TASKS_GET, request -> soon(() -> request.answer(task(request))));
    }

    private void soon(Runnable task) {
        world.after(dice.millis(0, 30), task);
    }

    // What it lists.

    private void list(ReceivedRequest request, String member, List<Json> all) {
        var cursor = request.params().text("cursor");
        int from = cursor == null ? 0 : Integer.parseInt(cursor.substring(1));
        int to = Math.min(all.size(), from + pageSize);
        var page = Json.object(member, Json.array(from >= to ? List.of() : all.subList(from, to)));
        request.answer(to < all.size() ? page.with("nextCursor", Json.string("c" + to)) : page);
    }

    private List<Json> items() {
        return tools.stream()
                .map(tool ->
                        Json.object(
                                "name",
                                tool,
                                "description",
                                tag() + " " + tool,
                                "inputSchema",
                                Json.of("{\"type\":\"object\"}")))
                .toList();
    }

    private List<Json> resources() {
        return uris.stream()
                .map(uri -> Json.object("uri", uri, "name", uri, "description", tag()))
                .toList();
    }

    // What it does.

    private void read(ReceivedRequest request) {
        var uri = String.valueOf(request.params().text("uri"));
        if (uris.contains(uri) || uri.startsWith("link://" + tag() + "/")) {
            var content = Json.object("uri", uri, "text", tag() + " " + uri);
            request.answer(Json.object("contents", Json.array(List.of(content))));
        } else {
            refuse(request, UNKNOWN_RESOURCE);
        }
    }

    private static void refuse(ReceivedRequest request, int code) {
        request.fail(RpcError.of(code, "There is none"));
    }

    private Json task(ReceivedRequest request) {
        return Json.object(
                "taskId",
                request.params().text("taskId"),
                "status",
                "working",
                "statusMessage",
                tag());
    }

    private void call(ReceivedRequest request) {
        var run = new Run(this, world, dice.split(), request);
        if (tools.contains(run.tool())) {
            run.begin();
        } else {
            refuse(request, -32_602);
        }
    }

    /** What it calls its next task; every server begins alike. */
    String nextTask() {
        return "t" + ++tasks;
    }

    /** Whether calls may become tasks of it. */
    boolean hasTasks() {
        return !server.isStateless() && keepsSessions();
    }

    /** A URI that nobody lists. */
    String nextLink() {
        return "link://" + tag() + "/" + ++linked;
    }

    // What becomes of it.

    /** Its connections break, and for a while there are no others. */
    void crash() {
        touch("crashes");
        link.refuseConnections("not at home");
        server.crash("it fell over");
        world.after(dice.millis(0, 1500), this::comeBack);
    }

    /** It is there, and answers. */
    void comeBack() {
        link.acceptConnections();
        link.flow();
    }

    /** It says and hears nothing for a while. */
    void stall() {
        touch("stalls");
        link.stall();
        world.after(dice.millis(50, 3000), this::comeBack);
    }

    /** It forgets who was there. */
    void forget() {
        touch("forgets its sessions");
        server.forgetSessions();
    }

    /** It lists other tools than before, and says so. */
    void change() {
        touch("changes its tools");
        changedAt = world.now();
        var last = List.copyOf(tools).getLast();
        if (tools.size() > 1 && dice.chance(0.5)) {
            tools.remove(last);
        } else {
            add("more" + everTools.size());
        }
        server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
    }

    /** A reload has taken it away, or has put another in its place. */
    void leave() {
        touch("is taken away");
        isGone = true;
        goneAt = world.now();
    }

    /** From now on its errors may have to do with what has happened to it. */
    void touch(String how) {
        touched = true;
        world.findings().note("        ", this, " ", how);
    }

    // What it is.

    String name() {
        return name;
    }

    String tag() {
        return tag;
    }

    @Override
    public String toString() {
        return tag;
    }

    Gateway gateway() {
        return gateway;
    }

    Set<String> tools() {
        return tools;
    }

    Set<String> everTools() {
        return everTools;
    }

    List<String> uris() {
        return uris;
    }

    /** Whether each request has a way of its own, so that all it says belongs to one. */
    boolean attributes() {
        return !onOneChannel;
    }

    boolean isStateless() {
        return server.isStateless();
    }

    boolean keepsSessions() {
        return !policy.equals(SessionPolicy.PER_REQUEST);
    }

    boolean isTouched() {
        return touched;
    }

    boolean isGone() {
        return isGone;
    }

    long since() {
        return since;
    }

    long goneAt() {
        return goneAt;
    }

    long changedAt() {
        return changedAt;
    }

    long openConnections() {
        return server.openConnections();
    }
}

package io.tieline.testkit.peers;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server whose part a test plays: it answers as the test says, and keeps every request that it
 * gets. What connects to servers connects to it as to any other {@link Backend}.
 *
 * <pre>{@code
 * var server = ScriptedServer.stateful().tool("greet", call -> call.answer("Hello!"));
 * try (var client = McpClient.to(server).connect()) {
 *     client.callTool("greet");
 * }
 * }</pre>
 *
 * <p>It answers what a script does not: {@code initialize} or {@code server/discover}, listings of
 * the tools that have scripts, and what only sets something. A call of any other tool waits until
 * the test answers it; see {@link #call}. Any other request is refused with -32601.
 *
 * <p>Scripts run on the thread that brings the request, while no lock is held, and may be changed
 * at any time. Safe for use by several threads.
 */
public final class ScriptedServer implements Backend {

    /** What a server does with one request. */
    @FunctionalInterface
    public interface Script {

        /** Takes the request; it may be answered now, later, or never. */
        void play(ReceivedRequest request);
    }

    private final Monitor monitor = new Monitor();
    private final boolean stateless;
    private final Map<String, Script> methods = new LinkedHashMap<>();
    private final Map<String, Script> tools = new LinkedHashMap<>();
    private final List<ServerLink> links = new ArrayList<>();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final List<Message> others = new ArrayList<>();
    private Json capabilities =
            Json.of(
                    """
                    {"tools":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"prompts":{"listChanged":true},"logging":{},"completions":{}}\
                    """);
    private String name = "scripted";
    private boolean sharesChannel;
    private boolean isProgram;

    private ScriptedServer(boolean stateless) {
        this.stateless = stateless;
    }

    /**
     * A server of the handshake era (revisions 2024-11-05 to 2025-11-25), which agrees on the
     * revision that it is asked for.
     */
    public static ScriptedServer stateful() {
        return new ScriptedServer(false);
    }

    /** A server of the stateless era (revision 2026-07-28). */
    public static ScriptedServer stateless() {
        return new ScriptedServer(true);
    }

    /**
     * From its next connection on, all messages of a connection share one channel, as over stdio:
     * nothing says which request a question belongs to. Without this, each request has a stream of
     * its own, as over Streamable HTTP.
     */
    public ScriptedServer onOneChannel() {
        monitor.change(() -> sharesChannel = true);
        return this;
    }

    /** Names it for errors and logs, among several; {@code scripted} without this. */
    public ScriptedServer named(String other) {
        monitor.change(() -> name = other);
        return this;
    }

    /** Each connection counts as a process of its own: see {@link Backend#isProgram}. */
    public ScriptedServer asProgram() {
        monitor.change(() -> isProgram = true);
        return this;
    }

    /** What it says from now on that it can do. */
    public ScriptedServer capabilities(Json other) {
        monitor.change(() -> capabilities = other);
        return this;
    }

    /** From now on the tool is not listed, and no script serves it. */
    public ScriptedServer withoutTool(String gone) {
        monitor.change(() -> tools.remove(gone));
        return this;
    }

    /** From now on this script serves each call of the tool, which is listed. */
    public ScriptedServer tool(String name, Script script) {
        monitor.change(() -> tools.put(name, script));
        return this;
    }

    /** From now on this script serves each request of the method. */
    public ScriptedServer on(String method, Script script) {
        monitor.change(() -> methods.put(method, script));
        return this;
    }

    /** From now on each request of the method waits until the test answers it. */
    public ScriptedServer hold(String method) {
        return on(method, request -> {});
    }

    /** From now on each request of the method is answered as if there were no script. */
    public ScriptedServer unscripted(String method) {
        monitor.change(() -> methods.remove(method));
        return this;
    }

    /** Whether it is a server of the stateless era. */
    public boolean isStateless() {
        return stateless;
    }

    // What it got.

    /** All requests so far, in order, on whichever connection. */
    public List<ReceivedRequest> requests() {
        return monitor.read(() -> List.copyOf(requests));
    }

    /** The requests of this method so far, in order. */
    public List<ReceivedRequest> requests(String method) {
        return requests().stream().filter(request -> request.method().equals(method)).toList();
    }

    /**
     * The latest request of this method, which is waited for.
     *
     * @throws AssertionError if there is none within thirty seconds
     */
    public ReceivedRequest request(String method) {
        return latest(request -> request.method().equals(method), () -> "A request " + method);
    }

    /**
     * The latest call of this tool, which is waited for.
     *
     * @throws AssertionError if there is none within thirty seconds
     */
    public ReceivedRequest call(String tool) {
        return latest(request -> request.isCallOf(tool), () -> "A call of the tool " + tool);
    }

    private ReceivedRequest latest(Predicate<ReceivedRequest> wanted, Supplier<String> what) {
        return monitor.await(
                () -> requests.reversed().stream().filter(wanted).findFirst().orElse(null), what);
    }

    /** How often this tool was called so far. */
    public long calls(String tool) {
        return requests().stream().filter(request -> request.isCallOf(tool)).count();
    }

    /** The notifications and answers that it got so far, in order. */
    public List<Message> messages() {
        return monitor.read(() -> List.copyOf(others));
    }

    /** The notifications of this method that it got so far. */
    public List<Notification> notifications(String method) {
        return messages().stream()
                .filter(Notification.class::isInstance)
                .map(Notification.class::cast)
                .filter(notification -> notification.method().equals(method))
                .toList();
    }

    /** How many connections were made. */
    public int connections() {
        return monitor.read(links::size);
    }

    /** How many of them are open. */
    public long openConnections() {
        return links().stream().filter(ServerLink::isOpen).count();
    }

    private List<ServerLink> links() {
        return monitor.read(() -> List.copyOf(links));
    }

    // What it does by itself.

    /**
     * Tells every open connection something that belongs to no request: on the channel that all
     * share, on the general stream, or in the stateless era on each {@code subscriptions/listen}
     * that is open.
     */
    public void tell(String method, Json params) {
        links().forEach(link -> link.tell(method, params));
    }

    /**
     * Says this text to every open connection, outside the stream of any request. A text that is no
     * message is reported as transports report it.
     */
    public void say(String text) {
        links().forEach(link -> link.say(text));
    }

    /**
     * Every open connection breaks: what was sent may have run or not.
     *
     * @param why for the error that a client is shown
     */
    public void crash(String why) {
        links().forEach(link -> link.breaks(LinkFailure.of(LinkFailure.Kind.GONE, why)));
    }

    /** Every open connection ends, since the server has forgotten its sessions. */
    public void forgetSessions() {
        var why = "The server has forgotten the session";
        var lost = new LinkFailure(LinkFailure.Kind.SESSION_LOST, why, LinkFailure.Executed.NO);
        links().forEach(link -> link.breaks(lost));
    }

    // As a backend.

    @Override
    public String name() {
        return monitor.read(() -> name);
    }

    @Override
    public boolean isProgram() {
        return monitor.read(() -> isProgram);
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        return monitor.read(() -> {
            var link = new ServerLink(this, links.size() + 1, sharesChannel, headers, listener);
            links.add(link);
            return link;
        });
    }

    // For its links.

    void received(ReceivedRequest request) {
        monitor.change(() -> requests.add(request));
        scriptOf(request).play(request);
    }

    void received(Message other) {
        monitor.change(() -> others.add(other));
    }

    private Script scriptOf(ReceivedRequest request) {
        var script = monitor.read(() -> new Scripts(methods.get(request.method()), tool(request)));
        if (script.method() != null) {
            return script.method();
        }
        if (request.method().equals(Method.TOOLS_CALL)) {
            return script.tool() == null ? call -> {} : script.tool();
        }
        return this::answerAsUsual;
    }

    private record Scripts(@Nullable Script method, @Nullable Script tool) {}

    private @Nullable Script tool(ReceivedRequest request) {
        var name = request.params().text("name");
        return name == null ? null : tools.get(name);
    }

    private void answerAsUsual(ReceivedRequest request) {
        var known = monitor.read(() -> new UsualAnswers(stateless, capabilities, names()));
        known.answer(request);
    }

    private List<String> names() {
        return List.copyOf(tools.keySet());
    }
}

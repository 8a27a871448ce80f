package io.tieline.app.demo;

import io.tieline.app.demo.Sighting.Kind;
import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.Elicitation;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.framework.Values;
import io.tieline.session.client.Service;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server asks its caller for a name in the middle of each call. A client calls it through a
 * gateway twice, one after the other, and then twice at once, where the later call is answered
 * first. Then a client without a session calls it. All that is shown was seen on the clients'
 * connections.
 */
public final class Demo {

    private static final List<String> GUESTS = List.of("Ada", "Bob", "Cleo", "Dan");
    private static final String STRANGER = "Eve";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String TOOL = "greet";

    private final PrintStream out;
    private final Ink ink;
    private final Sightings sightings = new Sightings();

    /**
     * @param terminal whether somebody looks at the output as it comes
     * @param environment where {@code NO_COLOR} and {@code TERM} are looked up
     */
    public Demo(PrintStream out, boolean terminal, Map<String, String> environment) {
        this.out = out;
        this.ink = Ink.of(out.charset(), terminal, environment);
    }

    /** The form that the server has its caller fill in. */
    record Name(String name) {}

    /**
     * Plays the demo.
     *
     * @return whether each question and each answer was on the stream of its own call
     * @throws IOException if no port could be listened on
     */
    public boolean play() throws IOException {
        return play(server());
    }

    boolean play(Service server) throws IOException {
        try (var scene = Scene.open(server, this::answer, sightings)) {
            out.println("A server that asks in mid-call, Tieline in front of it, and one client:");
            out.printf(
                    "  client %s tieline :%d/mcp %s server :%d/mcp%n%n",
                    ink.arrow(), scene.frontPort(), ink.arrow(), scene.serverPort());
            call(scene.client());
            var seen = sightings.all();
            new Diagram(ink).draw(seen).forEach(out::println);
            boolean right = judge(seen, scene);
            right &= bridge(scene);
            out.println("Next: bin/tieline run -- npx -y @modelcontextprotocol/server-everything");
            return right;
        }
    }

    /** The same server asks a client that knows no sessions, and so no questions in mid-call. */
    private boolean bridge(Scene scene) {
        out.println();
        out.println(
                "The same server of 2025-11-25, and a client of 2026-07-28, without a session:");
        out.println("what is asked is a result, and the client comes back with the answer.");
        out.println();
        var seen = new Sightings();
        try (var client = scene.stateless(_ -> Answer.accept(new Name(STRANGER)), seen)) {
            greet(client, 1).await();
        }
        new Diagram(ink).draw(seen.all()).forEach(out::println);
        var kinds = seen.all().stream().map(Sighting::kind).toList();
        boolean right =
                kinds.equals(List.of(Kind.CALLED, Kind.ASKED, Kind.ANSWERED, Kind.RETURNED))
                        && seen.all().getLast().text().startsWith(greeting(STRANGER));
        out.println();
        out.println(
                right
                        ? "The call that was parked went on with the answer."
                        : ink.alarm("Wrong: the call did not go on with the answer"));
        return right;
    }

    private void call(McpClient client) {
        greet(client, 1).await();
        greet(client, 2).await();
        var third = greet(client, 3);
        var fourth = greet(client, 4);
        third.await();
        fourth.await();
    }

    private static Pending<CallResult> greet(McpClient client, int guest) {
        return client.startTool(TOOL, Map.of("guest", guest), RequestOptions.timeLimit(PATIENCE));
    }

    /** The user at the client: of two who ask at once, the later one is answered first. */
    private Answer<?> answer(Elicitation question) throws InterruptedException {
        int guest = Integer.parseInt(question.message().replaceAll("\\D", ""));
        if (guest == 3) {
            sightings.await(4, Kind.ANSWERED, PATIENCE);
        } else if (guest == 4) {
            sightings.await(3, Kind.ASKED, PATIENCE);
        }
        return Answer.accept(new Name(GUESTS.get(guest - 1)));
    }

    private boolean judge(List<Sighting> seen, Scene scene) {
        var wrongs = Verdict.wrongs(seen, GUESTS);
        out.println();
        out.printf(
                "%s to the server, %s to the client; #n is counted in the server's session state.%n",
                ink.right(), ink.left());
        out.printf(
                "Sessions: %d client with tieline, %d of tieline with the server.%n",
                scene.clientSessions(), scene.serverSessions());
        if (wrongs.isEmpty()) {
            out.println(
                    "Each question came on the stream of its call, and each answer went back there.");
        } else {
            wrongs.forEach(wrong -> out.println(ink.alarm("Wrong: " + wrong)));
        }
        return wrongs.isEmpty();
    }

    private static McpServer server() {
        return McpServer.named("guest-book", "1.0")
                .tool(Tool.of(TOOL, "Greets a guest by a name that it asks for"), Demo::greetGuest)
                .build();
    }

    private static CallResult greetGuest(McpContext context, Values arguments) {
        return switch (context.elicit(question(arguments.integer("guest")), Name.class)) {
            case Answer.Accept<Name>(var it) ->
                    CallResult.text(greeting(it.name()) + ", #" + count(context));
            default -> CallResult.error("Nobody there");
        };
    }

    /** How many guests this session has had. */
    private static int count(McpContext context) {
        var state = context.state();
        synchronized (state) {
            var guests = state.get("guests", AtomicInteger.class);
            if (guests == null) {
                guests = new AtomicInteger();
                state.set("guests", guests);
            }
            return guests.incrementAndGet();
        }
    }

    static String question(long guest) {
        return "Who is guest " + guest + "?";
    }

    static String greeting(String name) {
        return "Hello " + name;
    }

    /** Which call this is: the number of its guest. */
    static int numberOf(Request call) {
        var number = call.params() == null ? null : call.params().at("arguments", "guest");
        return number == null ? Sighting.NO_CALL : (int) number.asLong();
    }

    /** The text of a tool's result. */
    static String textOf(Json result) {
        return new CallResult(result).text();
    }
}

package io.tieline.session.client;

import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Counts;
import io.tieline.session.Environment;
import io.tieline.session.HandClock;
import io.tieline.session.Observer;
import io.tieline.session.backend.ScriptedLink;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A listener's sessions with everything around them in a test's hands; the service leaves each
 * exchange to the test.
 */
public final class FrontWorld implements Service {

    public final HandClock clock = new HandClock();
    public final Counts counts = new Counts();
    public final List<Exchange> exchanges = new ArrayList<>();
    public final List<Notification> notifications = new ArrayList<>();
    public final ClientSessions sessions;
    public Consumer<Exchange> serving = exchanges::add;
    public int closed;

    /** What the service does at the end of a conversation. */
    public Runnable closing = () -> {};

    public FrontWorld() {
        this(Budget.UNLIMITED);
    }

    public FrontWorld(Budget budget) {
        this(environment -> environment.within(budget));
    }

    /** A world that is watched by this observer. */
    public FrontWorld(Observer observer) {
        this(environment -> environment.observedBy(observer));
    }

    private FrontWorld(UnaryOperator<Environment> change) {
        var environment = change.apply(new Environment(clock, new Random(1), counts));
        sessions = new ClientSessions(this, SessionSettings.DEFAULT, environment);
    }

    /** A session whose client can be asked everything. */
    public ClientSession open() {
        return open("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}");
    }

    public ClientSession open(String capabilities) {
        return open(capabilities, "");
    }

    /** A session that is opened by a message with so many blanks. */
    public ClientSession initialize(String blanks) {
        return open("{}", blanks);
    }

    private ClientSession open(String capabilities, String blanks) {
        var session = sessions.open(Caller.LOCAL, true);
        var initialize =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                        + "\"2025-11-25\",\"capabilities\":"
                        + capabilities
                        + ",\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}"
                        + blanks
                        + "}";
        says(session, initialize);
        return session;
    }

    /** The client says something; returns the stream on which a request is answered. */
    public RecordedStream says(ClientSession session, String json) {
        return says(session, json, new RecordedStream());
    }

    public RecordedStream says(ClientSession session, String json, RecordedStream stream) {
        session.receive(ScriptedLink.message(json), session.owner(), stream);
        return stream;
    }

    public RecordedStream calls(ClientSession session, String id) {
        return says(session, request(id));
    }

    public static String request(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}";
    }

    public void answers(ClientSession session, String id, String result) {
        says(session, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    @Override
    public Conversation open(ClientSession session) {
        return new Conversation() {
            @Override
            public void initialize(Exchange exchange) {
                exchange.finish(
                        Json.object(
                                "protocolVersion",
                                "2025-11-25",
                                "capabilities",
                                Json.EMPTY_OBJECT,
                                "serverInfo",
                                Json.object("name", "s", "version", "1")));
            }

            @Override
            public void serve(Exchange exchange) {
                serving.accept(exchange);
            }

            @Override
            public void notified(Notification notification) {
                notifications.add(notification);
            }

            @Override
            public void closed() {
                closed++;
                closing.run();
            }
        };
    }
}

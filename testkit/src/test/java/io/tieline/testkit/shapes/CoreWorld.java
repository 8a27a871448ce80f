package io.tieline.testkit.shapes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.simulation.Reachable;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gateway without transports: a backend that plays its part, a clock that a test moves, and
 * clients of both eras. Everything happens on the thread of the test.
 */
final class CoreWorld implements Observer, AutoCloseable {

    /** What a client of the stateless era says of itself in each request. */
    static final String ENVELOPE =
            "\"_meta\":{\""
                    + MetaKey.PROTOCOL_VERSION
                    + "\":\"2026-07-28\",\""
                    + MetaKey.CLIENT_CAPABILITIES
                    + "\":{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}},\""
                    + MetaKey.CLIENT_INFO
                    + "\":{\"name\":\"client\",\"version\":\"1\"},\""
                    + MetaKey.LOG_LEVEL
                    + "\":\"debug\"}";

    private final ManualClock clock = new ManualClock();
    private final List<Throwable> faults = new ArrayList<>();
    private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
    private final Gateway gateway;
    private final ClientSessions sessions;
    private final StatelessClients stateless;

    CoreWorld(PlayedBackend backend, GatewaySettings settings) {
        this(backend, settings, service -> service);
    }

    /** One in which only so many bytes may wait. */
    CoreWorld(PlayedBackend backend, GatewaySettings settings, Budget budget) {
        this(backend, settings, service -> service, budget);
    }

    CoreWorld(PlayedBackend backend, GatewaySettings settings, Function<Service, Service> dressed) {
        this(backend, settings, dressed, Budget.UNLIMITED);
    }

    private CoreWorld(
            PlayedBackend backend,
            GatewaySettings settings,
            Function<Service, Service> dressed,
            Budget budget) {
        var environment = new Environment(clock, new Random(1), this, budget);
        gateway = new Gateway(backend, settings, environment);
        var service = dressed.apply(gateway);
        sessions = new ClientSessions(service, SessionSettings.DEFAULT, environment);
        stateless = new StatelessClients(service, SessionSettings.DEFAULT, environment);
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }

    @Override
    public void counted(Count what, String detail) {
        counts.merge(what, 1, Integer::sum);
    }

    List<Throwable> faults() {
        return faults;
    }

    int count(Count what) {
        return counts.getOrDefault(what, 0);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    /** A client that begins with this message. */
    RecordedReply greeted(String text) {
        return new Handshaken(sessions.open(Caller.LOCAL)).send(text);
    }

    /** A client that has shaken hands in this revision. */
    Handshaken handshaken(String revision) {
        return handshaken(Caller.LOCAL, revision);
    }

    /** The same of this caller. */
    Handshaken handshaken(Caller caller, String revision) {
        var client = new Handshaken(sessions.open(caller));
        client.send(
                ("{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":{"
                                + "\"protocolVersion\":\"%s\",\"capabilities\":{\"elicitation\":"
                                + "{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}},"
                                + "\"clientInfo\":{\"name\":\"client\",\"version\":\"1\"}}}")
                        .formatted(revision));
        return client;
    }

    /** How many objects of the class of this name the gateway holds. */
    long held(String name) {
        return new Reachable(List.of(gateway)).count(name);
    }

    /** Sends one request of the stateless era, whose params have no envelope yet. */
    RecordedReply stateless(String method, String members) {
        return stateless(Caller.LOCAL, method, members);
    }

    /** The same of this caller. */
    RecordedReply stateless(Caller caller, String method, String members) {
        var params = members.isEmpty() ? ENVELOPE : members + "," + ENVELOPE;
        return stateless(
                caller,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                        + method
                        + "\",\"params\":{"
                        + params
                        + "}}");
    }

    /** Sends one request of the stateless era, as a transport does with what it reads. */
    RecordedReply stateless(String text) {
        return stateless(Caller.LOCAL, text);
    }

    private RecordedReply stateless(Caller caller, String text) {
        var reply = new RecordedReply(question -> {});
        @Nullable Id id = null;
        try {
            if (Message.parse(text.getBytes(UTF_8), Limits.DEFAULT) instanceof Request request) {
                id = request.id();
                var _ = stateless.receive(request, caller, reply);
            }
        } catch (MalformedException malformed) {
            reply.end(Failure.of(malformed.id(), malformed.error()));
        } catch (McpException refused) {
            reply.end(Failure.of(id, refused.error()));
        }
        return reply;
    }

    @Override
    public void close() {
        sessions.close();
        stateless.close();
        gateway.close();
    }

    /** A client of the handshake era. */
    static final class Handshaken {

        private final ClientSession session;
        private final List<Request> questions = new ArrayList<>();
        private Function<Request, @Nullable String> answers =
                question -> "\"result\":{\"action\":\"accept\",\"content\":{}}";

        Handshaken(ClientSession session) {
            this.session = session;
            session.attach(new RecordedReply(this::asked));
        }

        /** Answers each question with a message that has this beside its id; null if never. */
        void answering(Function<Request, @Nullable String> other) {
            answers = other;
        }

        List<Request> questions() {
            return questions;
        }

        private void asked(Request question) {
            questions.add(question);
            var answer = answers.apply(question);
            if (answer != null) {
                send("{\"jsonrpc\":\"2.0\",\"id\":" + question.id().json() + "," + answer + "}");
            }
        }

        RecordedReply request(int id, String method, String params) {
            return send(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + id
                            + ",\"method\":\""
                            + method
                            + "\",\"params\":"
                            + params
                            + "}");
        }

        /** Ends the session. */
        void leaves() {
            session.close();
        }

        /** Sends one message, as a transport does with what it reads. */
        RecordedReply send(String text) {
            var reply = new RecordedReply(this::asked);
            try {
                var message = Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
                session.receive(message, Caller.LOCAL, reply);
            } catch (MalformedException malformed) {
                reply.end(Failure.of(malformed.id(), malformed.error()));
            }
            return reply;
        }
    }

    /** The code of the error; 0 of a result, and of nothing. */
    static int code(@Nullable Response response) {
        return response instanceof Failure failure ? failure.error().code() : 0;
    }
}

package io.tieline.session.client;

import io.tieline.session.Answers;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Counts;
import io.tieline.session.Environment;
import io.tieline.session.HandClock;
import io.tieline.session.Principal;
import io.tieline.session.Question;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A listener's clients without sessions, with everything around them in a test's hands; the service
 * leaves each exchange to the test.
 */
public final class StatelessWorld implements Service {

    public static final Duration GATHERED = Duration.ofMillis(5);

    public final HandClock clock = new HandClock();
    public final Counts counts = new Counts();
    public final List<Exchange> exchanges = new ArrayList<>();
    public final StatelessClients clients;

    public StatelessWorld() {
        this(1);
    }

    public StatelessWorld(long seed) {
        this(seed, Budget.UNLIMITED);
    }

    public StatelessWorld(Budget budget) {
        this(1, budget);
    }

    private StatelessWorld(long seed, Budget budget) {
        clients =
                new StatelessClients(
                        this,
                        SessionSettings.DEFAULT,
                        new Environment(clock, new Random(seed), counts, budget));
    }

    @Override
    public Conversation open(ClientSession session) {
        throw new IllegalStateException("There are no sessions here");
    }

    @Override
    public void serve(Exchange exchange) {
        exchanges.add(exchange);
    }

    public static final Json ALL = Json.of("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}");

    public static Json metadata(Json capabilities) {
        return Json.object(
                "io.modelcontextprotocol/protocolVersion",
                "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities",
                capabilities);
    }

    /** A call of the tool {@code t} by the local principal. */
    public RecordedStream calls(long id, Object... paramsBeyond) {
        return calls(Principal.LOCAL.name(), id, ALL, paramsBeyond);
    }

    public RecordedStream calls(
            String principal, long id, Json capabilities, Object... paramsBeyond) {
        var params = Json.object("name", "t", "_meta", metadata(capabilities));
        for (int i = 0; i < paramsBeyond.length; i += 2) {
            params = params.with((String) paramsBeyond[i], (Json) paramsBeyond[i + 1]);
        }
        return sends(principal, Request.of(Id.of(id), Method.TOOLS_CALL, params));
    }

    public RecordedStream sends(String principal, Request request) {
        var stream = new RecordedStream();
        clients.receive(request, new Caller(principal, Map.of()), stream);
        return stream;
    }

    /** The service asks in the middle of its latest exchange. */
    public Answers asks(long id) {
        return asks(exchanges.getLast(), id, Method.ELICITATION_CREATE);
    }

    public static Answers asks(Exchange exchange, long id, String method) {
        var heard = new Answers();
        exchange.ask(new Question(Request.of(Id.of(id), method, Json.EMPTY_OBJECT), heard));
        return heard;
    }

    /** Lets the questions of the moment be put. */
    public void gathers() {
        clock.pass(GATHERED);
    }

    public static Json result(RecordedStream stream) {
        var result = stream.answerJson().get("result");
        if (result == null) {
            throw new IllegalStateException("No result: " + stream.answer());
        }
        return result;
    }

    public static Json state(RecordedStream stream) {
        var state = result(stream).get("requestState");
        if (state == null) {
            throw new IllegalStateException("No state: " + stream.answer());
        }
        return state;
    }

    public static @Nullable Long error(RecordedStream stream) {
        var code = stream.answerJson().at("error", "code");
        return code == null ? null : code.asLong();
    }

    /** What is asked, by its keys. */
    public static List<Json.Member> asked(RecordedStream stream) {
        var requests = result(stream).get("inputRequests");
        return requests == null ? List.of() : requests.members();
    }

    /** The first key of what is asked. */
    public static String key(RecordedStream stream) {
        return asked(stream).getFirst().name();
    }

    public static Json params(Request request) {
        return request.params() == null ? Json.EMPTY_OBJECT : request.params();
    }

    public static Json accept(String key, String who) {
        return Json.object(
                key, Json.object("action", "accept", "content", Json.object("name", who)));
    }
}

package io.tieline.session.client;

import io.tieline.session.Budget;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.RequestMetadata;
import io.tieline.session.Timers;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.MethodTraits.Trait;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one exchange of the stateless era, round by round: what is asked within a few
 * milliseconds becomes the {@code inputRequests} of one result, the exchange is parked, and the
 * client's next attempt brings the answers (revision 2026-07-28, "Multi Round-Trip Requests"). On
 * the exchange's strand.
 *
 * <p>Each question has a key that is used once: the one that its asker suggests, if it can. An
 * answer under a key that is not open is ignored; a question that was not answered is asked again
 * in the next round. A client that never comes back is normal: when the time for human input has
 * passed, everything is settled and freed.
 */
final class ClientRoundTrips {

    /** Servers ask several things at once; so long after one question others may join it. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    /**
     * A server that is refused one of its questions often gives up the others: so long it may think
     * about it before somebody is asked in vain.
     */
    private static final Duration THINKING = Duration.ofMillis(100);

    /** How long a server may take to end when it has been told that nobody answers. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How many times that long a server may wait for its turn to be told. */
    private static final int MOST_WAITS = 30;

    private static final Json CANCEL = Json.object("action", "cancel");

    private final Map<String, Question> open = new LinkedHashMap<>(0);
    private final Set<String> keys = new HashSet<>(0);
    private @Nullable Map<String, Json> first;
    private final StatelessClient client;
    private final Exchange exchange;
    private final ParkedExchanges parking;
    private final Environment environment;
    private final SessionSettings settings;
    private @Nullable Long number;
    private ParkedExchanges.@Nullable Place place;
    private long round;
    private boolean givenUp;
    private boolean refused;
    private boolean away;
    private int minted;
    private Timers.@Nullable Alarm gathering;
    private Timers.@Nullable Alarm expiry;

    ClientRoundTrips(
            StatelessClient client,
            Exchange exchange,
            ParkedExchanges parking,
            Environment environment,
            SessionSettings settings) {
        this.client = client;
        this.exchange = exchange;
        this.parking = parking;
        this.environment = environment;
        this.settings = settings;
    }

    Exchange exchange() {
        return exchange;
    }

    void ask(Question question) {
        var request = question.request();
        var lacked = client.capabilities().lackedFor(request);
        if (givenUp) {
            question.refuse(Refusals.callIsOver(request), environment.observer());
        } else if (!MethodTraits.isInput(request.method())) {
            question.refuse(Refusals.noInput(request), environment.observer());
        } else if (lacked != null) {
            lacks(question, lacked);
        } else if (!MethodTraits.has(exchange.request().method(), Trait.MAY_REQUIRE_INPUT)) {
            question.refuse(Refusals.cannotBeAsked(request), environment.observer());
        } else if (open.size() >= settings.maxQuestions()) {
            question.refuse(
                    Refusals.tooManyQuestions(settings.maxQuestions()), environment.observer());
        } else {
            var key = keyOf(question);
            var known = key.equals(question.key()) ? saidAtFirst(key) : null;
            if (known != null) {
                question.answer(Result.of(question.id(), known));
            } else if (question.carriedBy(
                    _ -> client.strand().run(() -> open.remove(key, question)))) {
                open.put(key, question);
                gather(GATHERING);
            }
        }
    }

    /** While its client is away, a request waits for something else. */
    private void away(boolean now) {
        if (now != away) {
            away = now;
            var from = now ? Budget.Use.IN_FLIGHT : Budget.Use.PARKED;
            var to = now ? Budget.Use.PARKED : Budget.Use.IN_FLIGHT;
            client.home().account().move(from, to, MessageCost.of(exchange.request()));
        }
    }

    private String keyOf(Question question) {
        var key = question.key();
        while (key == null || !keys.add(key)) {
            key = "q" + ++minted;
        }
        return key;
    }

    /** The answer that the client gave before it was asked, since it knows the server's keys. */
    private @Nullable Json saidAtFirst(String key) {
        var known = first;
        if (known == null) {
            known = answersIn(exchange.request().params());
            first = known;
        }
        return known.get(key);
    }

    /** All answers, read once, however many questions they are for. */
    private static Map<String, Json> answersIn(@Nullable Json params) {
        var answers = new HashMap<String, Json>();
        if (params != null) {
            for (var answer : params.part("inputResponses").members()) {
                answers.put(answer.name(), answer.value());
            }
        }
        answers.values().removeIf(answer -> !answer.isObject());
        return answers;
    }

    /**
     * Says whether the server says so; an error of our own says more than what its client lacked.
     */
    private static boolean failed(Response response) {
        return switch (response) {
            case Failure failure -> !ErrorCode.isOurs(failure.error().code());
            case Result result -> result.isToolError();
        };
    }

    /** A request that failed after it had been refused a question says what it lacked. */
    private Response needed(String lacked) {
        return Failure.of(exchange.request().id(), ClientCapabilities.missing(lacked.split("\\.")));
    }

    /** The server may know another way, or the question be of another cause than this request. */
    private void lacks(Question question, String lacked) {
        refused = true;
        exchange.onFinish(response -> failed(response) ? needed(lacked) : response);
        question.refuse(Refusals.clientLacks(lacked, question.request()), environment.observer());
    }

    private void gather(Duration wait) {
        if (gathering == null && !exchange.isParked()) {
            gathering = environment.timers().after(wait, () -> client.strand().run(this::park));
        }
    }

    private void park() {
        gathering = null;
        refuseWhatIsLacking();
        if (exchange.isDone() || exchange.isParked() || open.isEmpty()) {
            return;
        }
        if (refused) {
            refused = false;
            gather(THINKING);
            return;
        }
        var name = number == null ? parking.enter(this) : number;
        number = name;
        place = parking.park(this, exchange.caller());
        round++;
        var wait = settings.humanInput();
        expiry = environment.timers().after(wait, () -> client.strand().run(this::expire));
        long until = environment.timers().nanoTime() + wait.toNanos();
        var state = parking.state(name, round, until, exchange.caller(), exchange.request());
        away(true);
        exchange.events().parked(round);
        exchange.park(inputRequired(state));
    }

    /** Refuses questions that the client could be asked in its last attempt and not in this one. */
    private void refuseWhatIsLacking() {
        for (var entry : List.copyOf(open.entrySet())) {
            var lacked = client.capabilities().lackedFor(entry.getValue().request());
            if (lacked != null && open.remove(entry.getKey(), entry.getValue())) {
                lacks(entry.getValue(), lacked);
            }
        }
    }

    private Json inputRequired(String state) {
        var requests = new LinkedHashMap<String, Json>();
        open.forEach((key, question) -> requests.put(key, inputRequest(question.request())));
        return Json.object(
                "resultType",
                "input_required",
                "inputRequests",
                Json.object(requests),
                "requestState",
                state);
    }

    /**
     * Writes a question as the stateless era has it: no id, and nothing that needs a later message.
     */
    private static Json inputRequest(Request question) {
        var params = question.params() == null ? Json.EMPTY_OBJECT : question.params();
        params = params.without("elicitationId");
        var meta = params.get("_meta");
        if (meta != null && meta.isObject()) {
            var rest = meta.without("progressToken");
            params =
                    rest.members().isEmpty() ? params.without("_meta") : params.with("_meta", rest);
        }
        return Json.object("method", question.method(), "params", params);
    }

    /** A later attempt, on its own stream. */
    ExchangeAttempt leg(Request retry, ReplyStream stream) {
        return new ExchangeAttempt(retry, stream, client.home());
    }

    /**
     * The client is back with another attempt.
     *
     * @return false if this attempt is not the one that was waited for: it must be refused
     */
    boolean resume(long asked, Request retry, RequestMetadata metadata, ExchangeAttempt attempt) {
        if (asked != round || !exchange.isParked()) {
            return false;
        }
        if (expiry != null) {
            expiry.cancel();
        }
        freePlace();
        away(false);
        client.speaks(metadata, retry);
        exchange.events().resumed(round, retry);
        exchange.travel(attempt);
        if (!exchange.isDone()) {
            answer(answersIn(retry.params()));
        }
        return true;
    }

    private void answer(Map<String, Json> answers) {
        for (var key : List.copyOf(open.keySet())) {
            var answer = answers.get(key);
            if (answer != null) {
                var question = open.remove(key);
                if (question != null) {
                    question.answer(Result.of(question.id(), answer));
                }
            }
        }
        if (!open.isEmpty()) {
            gather(GATHERING);
        }
    }

    /** Others of the same principal need the place. */
    void giveWay() {
        client.strand()
                .run(() -> {
                    if (exchange.isParked()) {
                        environment.observer().counted(Observer.Count.PARKED_EVICTED, "oldest");
                        giveUp(Duration.ZERO, "Too many requests wait for answers");
                    }
                });
    }

    private void expire() {
        if (exchange.isParked()) {
            giveUp(settings.humanInput(), "The client did not come back with the answers in time");
        }
    }

    /**
     * The client is not expected any longer. What was asked is settled, and the server may end in
     * its own way before the call is taken back: one that is cut off might do anything.
     */
    private void giveUp(Duration waited, String why) {
        round++;
        givenUp = true;
        leaveParking();
        var asked = List.copyOf(open.values());
        settle(waited);
        abandonAfterLastWords(asked, MOST_WAITS, why);
    }

    /** The server's time begins when it is told; on a busy pipe that is when it has its turn. */
    private void abandonAfterLastWords(List<Question> asked, int waits, String why) {
        boolean told = waits == 0 || asked.stream().allMatch(Question::isServed);
        Runnable next =
                () -> {
                    if (told) {
                        exchange.abandon(Json.string(why));
                    } else if (!exchange.isDone()) {
                        abandonAfterLastWords(asked, waits - 1, why);
                    }
                };
        environment.timers().after(LAST_WORDS, () -> client.strand().run(next));
    }

    private void settle(Duration waited) {
        for (var question : List.copyOf(open.values())) {
            if (question.request().method().equals(Method.ELICITATION_CREATE)) {
                question.answer(Result.of(question.id(), CANCEL));
            } else {
                question.refuse(Refusals.noAnswer(question.request(), waited.toSeconds()));
            }
        }
        open.clear();
    }

    /** Gives up what is parked: nobody will come back. */
    void close(String why) {
        client.strand()
                .run(() -> {
                    if (exchange.isParked()) {
                        settle(Duration.ZERO);
                        exchange.abandon(Json.string(why));
                    }
                });
    }

    /** The exchange is over. */
    void over() {
        if (gathering != null) {
            gathering.cancel();
        }
        if (expiry != null) {
            expiry.cancel();
        }
        List.copyOf(open.values())
                .forEach(question -> question.refuse(Refusals.callIsOver(question.request())));
        open.clear();
        away(false);
        leaveParking();
    }

    private void leaveParking() {
        freePlace();
        if (number != null) {
            parking.leave(number);
        }
    }

    private void freePlace() {
        if (place != null) {
            parking.free(place);
        }
    }
}

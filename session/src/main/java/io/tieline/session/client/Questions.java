package io.tieline.session.client;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.MintedNumbers;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The questions that one client has been asked and has not answered. The table leads from an id
 * that we minted to the question's own object, so an answer finds exactly the one who asked; ids of
 * other sessions are in other tables. On the session's strand.
 */
final class Questions {

    /**
     * How long a question waits for a client that has opened no stream on which it can be asked.
     */
    private static final Duration HOMELESS = Duration.ofSeconds(10);

    private final Map<Id, PendingQuestion> open = new LinkedHashMap<>();
    private final Strand strand;
    private final Environment environment;
    private final SessionSettings settings;
    private final Supplier<ClientCapabilities> capabilities;
    private long minted;

    Questions(
            Strand strand,
            Environment environment,
            SessionSettings settings,
            Supplier<ClientCapabilities> capabilities) {
        this.strand = strand;
        this.environment = environment;
        this.settings = settings;
        this.capabilities = capabilities;
    }

    Strand strand() {
        return strand;
    }

    /**
     * Asks on this stream. A question without an exchange is out of band; without a stream as well
     * it waits for one.
     */
    void ask(Question question, @Nullable ReplyStream stream, @Nullable Exchange exchange) {
        var lacked = capabilities.get().lackedFor(question.request());
        if (lacked != null) {
            question.refuse(
                    Refusals.clientLacks(lacked, question.request()), environment.observer());
        } else if (stream != null && !stream.canAsk()) {
            question.refuse(Refusals.cannotBeAsked(question.request()), environment.observer());
        } else if (open.size() >= settings.maxQuestions()) {
            question.refuse(
                    Refusals.tooManyQuestions(settings.maxQuestions()), environment.observer());
        } else {
            var asked = new PendingQuestion(this, question, ++minted, stream, exchange);
            open.put(asked.id(), asked);
            asked.begin();
        }
    }

    void answered(Response response) {
        var id = response.id();
        var asked = id == null ? unnamed(response) : open.get(MintedNumbers.idOf(id));
        if (asked == null || !asked.isSent()) {
            environment.observer().counted(unexpected(id), "from a client");
        } else {
            asked.answered(response);
        }
    }

    /**
     * An error without an id is that of the one question that is open, unless it rather refuses a
     * notification, as some clients do.
     */
    private @Nullable PendingQuestion unnamed(Response response) {
        boolean refuses =
                response instanceof Failure failure
                        && failure.error().code() == ErrorCode.METHOD_NOT_FOUND;
        return refuses || open.size() != 1 ? null : open.values().iterator().next();
    }

    private Observer.Count unexpected(@Nullable Id id) {
        boolean ours =
                id != null && MintedNumbers.isBetween(MintedNumbers.idOf(id).json(), 1, minted);
        return ours ? Observer.Count.LATE_ANSWER : Observer.Count.UNKNOWN_ANSWER;
    }

    /** Progress of a client about its answer; false if its token is not one of ours. */
    boolean told(Notification progress, Json token) {
        var asked = open.get(idOf(token));
        if (asked != null) {
            asked.told(progress);
        }
        return asked != null;
    }

    private static @Nullable Id idOf(Json token) {
        try {
            return Id.of(token);
        } catch (MalformedException notAnId) {
            return null;
        }
    }

    boolean forget(PendingQuestion asked) {
        return open.remove(asked.id(), asked);
    }

    /** Asks on this stream the questions that wait for one. */
    void askWaiting(ReplyStream next) {
        for (var asked : List.copyOf(open.values())) {
            if (asked.isWaiting()) {
                asked.moveTo(next);
            }
        }
    }

    /** Asks on another stream, or lets wait, the questions that are out of band on this one. */
    void move(ReplyStream gone, @Nullable ReplyStream next) {
        for (var asked : List.copyOf(open.values())) {
            if (asked.isMovableFrom(gone)) {
                asked.moveTo(next);
            }
        }
    }

    /** Goes on elsewhere with what was asked on a stream that has ended in order, unasked. */
    void goOn(ReplyStream ended, @Nullable ReplyStream next) {
        for (var asked : open.values()) {
            if (asked.isMovableFrom(ended)) {
                asked.goOnAt(next);
            }
        }
    }

    /** Sets the alarm for an answer, or for a stream to ask on. */
    Timers.Alarm alarm(boolean asked, Consumer<Duration> expire) {
        var limit = asked ? settings.humanInput() : HOMELESS;
        return environment.timers().after(limit, () -> strand.run(() -> expire.accept(limit)));
    }

    /** A request has ended, and with it what was asked in its middle and does not outlive it. */
    void over(Exchange exchange) {
        if (!open.isEmpty()) {
            List.copyOf(open.values()).stream()
                    .filter(asked -> asked.belongsTo(exchange))
                    .forEach(PendingQuestion::exchangeOver);
        }
    }

    void clientGone() {
        List.copyOf(open.values()).forEach(PendingQuestion::clientGone);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}

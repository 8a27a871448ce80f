package io.tieline.session;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one client has been asked and has not answered. The table leads from an id that we minted to
 * the question's own object, so an answer finds exactly the one who asked; ids of other sessions
 * are in other tables. On the session's strand.
 */
final class Questions {

    private final Map<Id, Asked> open = new LinkedHashMap<>();
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

    /** Asks on this stream; a question without an exchange is out of band. */
    void ask(Question question, @Nullable ReplyStream stream, @Nullable Exchange exchange) {
        var lacked = capabilities.get().lackedFor(question.request());
        if (lacked != null) {
            refuse(question, Refusals.clientLacks(lacked, question.request()));
        } else if (stream == null || !stream.canAsk()) {
            refuse(question, Refusals.cannotBeAsked(question.request()));
        } else if (open.size() >= settings.maxQuestions()) {
            refuse(question, Refusals.tooManyQuestions(settings.maxQuestions()));
        } else {
            var asked = new Asked(this, question, ++minted, stream, exchange);
            open.put(asked.id(), asked);
            asked.begin(environment.timers(), settings.humanInput());
        }
    }

    private void refuse(Question question, io.tieline.wire.RpcError error) {
        environment
                .observer()
                .counted(Observer.Count.QUESTION_REFUSED, question.request().method());
        question.refuse(error);
    }

    void answered(Response response) {
        var id = response.id();
        var asked = id == null ? null : open.get(id);
        if (asked == null) {
            environment.observer().counted(unexpected(id), "from a client");
        } else {
            asked.answered(response);
        }
    }

    private Observer.Count unexpected(@Nullable Id id) {
        for (long number = minted; number > 0 && number > minted - 1024; number--) {
            if (Id.of(number).equals(id)) {
                return Observer.Count.LATE_ANSWER;
            }
        }
        return Observer.Count.UNKNOWN_ANSWER;
    }

    /** Progress of a client about its answer; false if its token is not one of ours. */
    boolean told(Notification progress, @Nullable Json token) {
        for (var asked : open.values()) {
            if (asked.id().json().equals(token)) {
                asked.told(progress);
                return true;
            }
        }
        return false;
    }

    boolean forget(Asked asked) {
        return open.remove(asked.id(), asked);
    }

    /** A stream has gone: what was asked on it out of band is asked again elsewhere. */
    void streamGone(ReplyStream gone, Supplier<@Nullable ReplyStream> another) {
        for (var asked : List.copyOf(open.values())) {
            if (asked.isOutOfBand() && asked.isOn(gone)) {
                var next = another.get();
                if (next != null) {
                    asked.moveTo(next);
                } else {
                    asked.clientGone();
                }
            }
        }
    }

    void clientGone() {
        List.copyOf(open.values()).forEach(Asked::clientGone);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}

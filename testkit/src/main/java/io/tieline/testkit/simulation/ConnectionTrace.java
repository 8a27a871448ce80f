package io.tieline.testkit.simulation;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a history holds about one connection to the backend, as far as it has been read. */
final class ConnectionTrace {

    final Line line;
    final Set<Id> ids = new HashSet<>();
    final Map<Id, RequestTrace> sent = new HashMap<>();
    final Map<Id, QuestionTrace> open = new HashMap<>();

    /** Asked under an id that was open; the next answer under that id is the refusal. */
    final List<QuestionTrace> duplicates = new ArrayList<>(0);

    final Set<ClientId> parties = new LinkedHashSet<>();

    /** Left, and neither answered nor failed; cancelled ones may still run. */
    final Map<Id, RequestTrace> inFlight = new LinkedHashMap<>();

    /** Left, whoever made them, and neither answered nor failed. */
    final Set<Id> unanswered = new HashSet<>();

    /** Where there is no session at the backend: which attempt of a client went as what. */
    final Map<Id, Leg> legs = new HashMap<>(0);

    /** What the backend was told that nobody waits for it any longer. */
    final Set<Json> takenBack = new HashSet<>(0);

    /** When it was asked for news, and how. */
    final List<RequestTrace.Trip> listens = new ArrayList<>(0);

    /** When it said something, whatever it was. */
    final List<Moment> spoke = new ArrayList<>();

    /** Left behind the last notification; null if there was none, or it has been heard for sure. */
    private @Nullable Set<Id> behindNotification;

    boolean stateless;
    @Nullable Moment opened;
    @Nullable Moment crashed;
    @Nullable Moment ended;

    ConnectionTrace(Line line) {
        this.line = line;
    }

    /** The backend has been told something that wants no answer, and may answer it all the same. */
    void told() {
        behindNotification = new HashSet<>();
    }

    void left(Request request) {
        unanswered.add(request.id());
        if (behindNotification != null) {
            behindNotification.add(request.id());
        }
    }

    void answered(@Nullable Id id) {
        unanswered.remove(id);
        if (behindNotification != null && behindNotification.contains(id)) {
            behindNotification = null;
        }
    }

    /** Whether an error without an id may be the answer to a notification. */
    boolean mayAnswerNotification() {
        return !line.attributes() && behindNotification != null;
    }

    /** What an answer under this id answers. */
    @Nullable QuestionTrace asked(Id id) {
        for (var duplicate : duplicates) {
            if (duplicate.question.id().equals(id)) {
                duplicates.remove(duplicate);
                return duplicate;
            }
        }
        return open.get(id);
    }

    /** Whether it is one client session's own. */
    boolean isExclusive(Plan plan) {
        return plan.exclusive()
                && (plan.policy() == Plan.Policy.PER_REQUEST
                        || parties.stream().noneMatch(ClientId::stateless));
    }

    /** Whether everything that it says of requests says of which. */
    boolean isExact() {
        return line.attributes() || stateless;
    }

    /**
     * What it has asked and not been answered. If the call that asked is over, another one may be
     * taken to wait for the answer.
     */
    Stream<QuestionTrace> waiting() {
        return open.values().stream()
                .filter(inquiry -> inquiry.replies.isEmpty() && inquiry.withdrawn == null);
    }

    /** The attempt of a client that is in flight, if nothing else is. */
    @Nullable Leg onlyLeg() {
        return inFlight.size() == 1 ? legs.get(inFlight.keySet().iterator().next()) : null;
    }

    List<RequestTrace> couldAsk() {
        return inFlight.values().stream().filter(RequestTrace::mayAsk).toList();
    }
}

package io.tieline.http.client;

import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.Message;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tells of messages that a backend has refused and for which nobody waits, so that no client's
 * answer tells of them: once, and again when the backend refuses them in another way. Confined to
 * the link's event loop.
 */
final class RefusedMessages {

    /** What was refused. */
    enum Sort {
        NOTIFICATION("a notification"),
        ANSWER("the answer to a question"),
        STREAM("the stream for what belongs to no request"),
        END("the end of the session");

        private final String words;

        Sort(String words) {
            this.words = words;
        }
    }

    private static final int NO_STATUS = 0;

    private final LinkRequests requests;
    private final Map<Sort, Integer> last = new EnumMap<>(Sort.class);

    RefusedMessages(LinkRequests requests) {
        this.requests = requests;
    }

    /** The backend has answered with a status that is no success. */
    void refused(Sort sort, ShortAnswer answer, String method) {
        tell(sort, answer.status(), requests.faults().refused(answer, method));
    }

    /** There is no room for a message that nobody would miss at once. */
    void dropped(Message message) {
        var method = message instanceof Notification told ? told.method() : "an answer";
        var detail = MethodTraits.shown(method) + " to backend " + requests.faults().name();
        requests.observer().counted(Observer.Count.NOTIFICATION_DROPPED, detail);
        failed(Sort.NOTIFICATION, requests.faults().noRoomToSend("a notification"));
    }

    /** What is answered to a question instead of this, for which there is no room. */
    Failure instead(Response answer) {
        var why = requests.faults().noRoomToSend("the answer to this question");
        failed(Sort.ANSWER, why);
        return Failure.of(answer.id(), why.error(requests.faults().name(), "answer"));
    }

    /** There was no answer. */
    void failed(Sort sort, LinkFailure failure) {
        tell(sort, NO_STATUS, failure);
    }

    /** One was taken. */
    void taken(Sort sort) {
        if (!last.isEmpty()) {
            last.remove(sort);
        }
    }

    private void tell(Sort sort, int status, LinkFailure failure) {
        var before = last.put(sort, status);
        if (before == null || before != status) {
            var reason = failure.message() + " (" + sort.words + ")";
            requests.observer()
                    .happened(
                            new Incident(
                                    Incident.Kind.MESSAGE_REFUSED,
                                    requests.faults().name(),
                                    reason));
        }
    }
}

package io.tieline.testkit.simulation;

import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a history holds about one question of the backend. */
final class QuestionTrace {

    /** It was written to a client. */
    record Delivery(Moment at, ReplyChannel way, Request request) {}

    /** A response: the client's, or the one that went down to the backend. */
    record Reply(Moment at, Response response) {}

    final @Nullable Canary canary;
    final Request question;
    final Line line;
    final Moment said;
    final @Nullable RequestTrace journey;

    /** The request on whose stream it came, if it came on one. */
    final @Nullable RequestTrace carrier;

    /** Whether it is told by the wire or the rules whose it is. */
    final boolean certain;

    /** Whether a question of the same id was open when this one came. */
    final boolean duplicate;

    /** Whether it came in the result of a request. */
    boolean inResult;

    /** Whether its client answers by another attempt. */
    boolean legged;

    final List<Delivery> deliveries = new ArrayList<>(1);
    final List<Reply> replies = new ArrayList<>(1);

    /** The first that the client said while it was asked. */
    @Nullable Reply answer;

    @Nullable Moment takenBack;

    /** The request on whose stream it came was answered, and another one may have asked it. */
    @Nullable Moment outlived;

    /** The backend does not want to know any longer. */
    @Nullable Moment withdrawn;

    QuestionTrace(
            @Nullable Canary canary,
            Request question,
            Line line,
            Moment said,
            @Nullable RequestTrace journey,
            @Nullable RequestTrace carrier,
            boolean certain,
            boolean duplicate) {
        this.canary = canary;
        this.question = question;
        this.line = line;
        this.said = said;
        this.journey = journey;
        this.carrier = carrier;
        this.certain = certain;
        this.duplicate = duplicate;
    }

    /** Whether it came on the stream of another request than its own. */
    @SuppressWarnings("ReferenceEquality") // the very request, not one like it
    boolean isShifted() {
        return carrier != null && carrier != journey;
    }

    /** Whether it had gone out of band by then. */
    boolean hadOutlived(Moment moment) {
        return outlived != null && outlived.isBefore(moment);
    }

    /** Whether this is the client's first answer, but for its id. */
    boolean isTheAnswer(Response reply) {
        var id = answer == null ? null : answer.response().id();
        if (answer == null || id == null) {
            return false;
        }
        boolean changesItsForm = inResult || (legged && answer.response() instanceof Result);
        return changesItsForm
                ? isSame(reply, answer.response())
                : reply.withId(id).json().equals(answer.response().json());
    }

    private static boolean isSame(Response one, Response other) {
        return one instanceof Result result
                && other instanceof Result known
                && result.result().equals(known.result());
    }

    boolean wasWithdrawnBy(Moment moment) {
        return withdrawn != null && withdrawn.nanos() <= moment.nanos();
    }

    @Override
    public String toString() {
        return question.method() + " " + question.id() + " on " + line + " " + canary;
    }
}

package io.tieline.session.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Observer.Count;
import io.tieline.session.Refusals;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Excerpt;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/**
 * Takes everything that a backend sends to one session: brings an answer to its call, refuses what
 * no server may send, and leaves the rest to the {@link Dialect}. On the session's strand.
 */
final class BackendInbox {

    /** How much of a peer's own words a log repeats, in bytes. */
    private static final int SHOWN = 200;

    private final BackendContext context;
    private final SessionLife life;
    private final BackendLink link;
    private final CallTable table;
    private final PendingCalls pending;
    private final LifeSigns lifeSigns;
    private final RunningTasks tasks;

    BackendInbox(
            BackendContext context,
            SessionLife life,
            BackendLink link,
            CallTable table,
            LifeSigns lifeSigns,
            SessionUses uses) {
        this.context = context;
        this.life = life;
        this.link = link;
        this.table = table;
        this.pending = table.pending();
        this.lifeSigns = lifeSigns;
        this.tasks = new RunningTasks(context, uses);
    }

    /**
     * Takes a message.
     *
     * @param via the call on whose stream it came; null for the channel that all share
     */
    void receive(Message message, @Nullable Call via) {
        if (life.isOver()) {
            return;
        }
        lifeSigns.heard();
        switch (message) {
            case Response response when pending.isOfAnother(response.id(), via) ->
                    count(Count.UNKNOWN_ANSWER, ", on the stream of another call");
            case Response response -> answered(response);
            case Request question when !MethodTraits.isServers(question) -> {
                count(Count.WRONG_DIRECTION, ": " + question.method());
                link.refuse(question, Refusals.notYours(question, "a server"));
            }
            case Request question -> link.dialect().asked(question, via);
            case Notification notification when !MethodTraits.isServers(notification) ->
                    count(Count.WRONG_DIRECTION, ": " + notification.method());
            case Notification notification -> {
                tasks.told(notification);
                link.dialect().told(notification, via);
            }
        }
    }

    private void count(Count what, String detail) {
        context.count(what, "from backend " + context.name() + detail);
    }

    private void answered(Response response) {
        var call = response.id() == null ? unnamed(response) : pending.remove(response.id());
        if (call == null) {
            unexpected(response.id(), response instanceof Failure error ? said(error) : "");
            return;
        }
        table.unnamed().answered(call);
        answered(call, response);
    }

    private void answered(Call call, Response response) {
        life.markServed();
        var outcome = link.dialect().answered(call, response);
        if (outcome != null) {
            pending.answered(call, outcome);
            tasks.answered(call, outcome);
            call.finish(outcome);
        }
    }

    /** On a link that attributes, an error without an id has found its call by arriving. */
    private @Nullable Call unnamed(Response response) {
        var call =
                response instanceof Failure failure && !link.attributes()
                        ? table.unnamed().of(failure, later -> answered(later, failure))
                        : null;
        return call != null && pending.remove(call) ? call : null;
    }

    /** Takes an answer that cannot be read; the call that it answers gets no better one. */
    void takeUnreadable(MalformedException why) {
        if (life.isOver()) {
            return;
        }
        lifeSigns.heard();
        var id = why.answers();
        var only =
                id == null && !link.attributes()
                        ? table.unnamed().of(why, later -> unreadable(later, why))
                        : null;
        var call = only != null && pending.remove(only) ? only : pending.remove(id);
        if (call == null) {
            unexpected(id, ": an answer that cannot be read");
            return;
        }
        table.unnamed().answered(call);
        unreadable(call, why);
    }

    private void unreadable(Call call, MalformedException why) {
        table.leave(call);
        var text =
                "Backend "
                        + context.name()
                        + " gave an answer that cannot be read: "
                        + why.getMessage();
        var phase = life.isOpening() ? "initialize" : "call";
        var kind = why.code() == ErrorCode.OVERLOADED ? Kind.OVERLOADED : Kind.BROKE_PROTOCOL;
        call.fail(LinkFailure.of(kind, text), phase);
    }

    private void unexpected(@Nullable Id id, String answer) {
        table.ghosts().answered(id);
        count(pending.unexpected(id), answer);
    }

    /** Nobody else hears of an error that names no call. */
    private static String said(Failure error) {
        var words = Excerpt.of(error.error().message().getBytes(UTF_8), SHOWN);
        return error.id() == null
                ? ": error " + error.error().code() + " without an id: " + words
                : "";
    }

    /** The backend has shown in another way than by a message that it lives. */
    void takeSignOfLife() {
        lifeSigns.heard();
    }

    /** The session is over. */
    void stop() {
        tasks.stop();
    }
}

package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of its own accord: questions and notifications, each brought to the call that
 * caused it or, where only the session is certain, to the session's listener. On the backend
 * session's strand.
 */
final class Incoming {

    private static final int MAX_OPEN = 1024;

    private static final Set<String> CHANGES =
            Set.of(
                    Method.TOOLS_LIST_CHANGED,
                    Method.PROMPTS_LIST_CHANGED,
                    Method.RESOURCES_LIST_CHANGED,
                    Method.RESOURCES_UPDATED);

    private final BackendSession session;
    private final Attribution attribution;
    private final Turns turns;
    private final Environment environment;
    private final Map<Id, Question> open = new HashMap<>(0);
    private int outOfBand;

    Incoming(
            BackendSession session, Attribution attribution, Turns turns, Environment environment) {
        this.session = session;
        this.attribution = attribution;
        this.turns = turns;
        this.environment = environment;
    }

    /** Whether a question is open that could belong to any call. */
    boolean awaitsClient() {
        return outOfBand > 0;
    }

    void asked(Request request, @Nullable Call via) {
        if (request.method().equals(Method.PING)) {
            session.reply(request, null);
        } else if (open.containsKey(request.id())) {
            session.reply(
                    request,
                    RpcError.of(ErrorCode.INVALID_REQUEST, "A request with this id is still open"));
        } else if (open.size() >= MAX_OPEN) {
            session.reply(
                    request,
                    RpcError.of(ErrorCode.OVERLOADED, "Too many open questions; wait for answers"));
        } else if (session.rule() == CallRule.OVERLAP && via == null) {
            refuse(
                    request,
                    "Backend " + session.name() + " is declared never to ask (calls: overlap)");
        } else {
            var lacked = via == null ? session.declared().lackedFor(request) : null;
            if (lacked != null) {
                attribution.refused(turns.holder());
                refuse(request, Refusals.clientLacks(lacked, request).message());
            } else {
                place(request, via);
            }
        }
    }

    private void refuse(Request request, String why) {
        environment
                .observer()
                .counted(
                        Observer.Count.QUESTION_REFUSED,
                        MethodTraits.shown(request.method())
                                + " from backend "
                                + session.name()
                                + ": "
                                + why);
        session.reply(request, RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }

    private void place(Request request, @Nullable Call via) {
        var known = certain(request.params(), via);
        var origin = known != null ? known : attribution.ofQuestion(turns.holder());
        switch (origin) {
            case Origin.During(var call) -> ask(request, call);
            case Origin.OutOfBand(var reason) -> askOutOfBand(request, reason);
        }
    }

    /**
     * What the message or the stream that it came on says of its origin; null if neither says
     * anything.
     */
    private @Nullable Origin certain(@Nullable Json params, @Nullable Call via) {
        var task = RelatedTask.of(params);
        var waiting = task == null ? null : attribution.waitingFor(task);
        if (waiting != null) {
            return new Origin.During(waiting);
        }
        if (via != null) {
            return new Origin.During(via);
        }
        return task == null ? null : new Origin.OutOfBand("its task is waited for by no call");
    }

    private void ask(Request request, Call call) {
        if (call.isDone()) {
            session.reply(request, Refusals.callIsOver(request));
            return;
        }
        var question = opened(request, call);
        if (question == null) {
            return;
        }
        call.ask(question);
        if (!session.attributes()) {
            turns.asked(call);
        }
    }

    private void askOutOfBand(Request request, String reason) {
        counted(request, reason);
        var question = opened(request, null);
        if (question == null) {
            return;
        }
        outOfBandBegins();
        session.outside().asked(session, question);
    }

    /** A question that waits from now on; null if there was no room for it, as was answered. */
    private @Nullable Question opened(Request request, @Nullable Call call) {
        var back = new Back(call);
        if (!back.keep(request)) {
            if (call != null) {
                call.touch();
            }
            session.reply(request, Refusals.noRoom(session.account(), "this question"));
            return null;
        }
        var question = new Question(request, back);
        open.put(request.id(), question);
        return question;
    }

    /**
     * A call is answered. On a stream of its own nearly every question is that of its call; but
     * bridges to a shared pipe put what they hear on the stream of any. So what is still open and
     * may be another call's goes on out of band, if that is certainly the same client's.
     */
    void answered(Call call) {
        if (couldHaveAsked(call)) {
            attribution.answered(call);
        }
        if (open.isEmpty()
                || !session.exclusive()
                || !session.attributes()
                || !attribution.mayAskBeside(call)) {
            return;
        }
        for (var question : open.values()) {
            if (question.asker() instanceof Back back && back.call == call) {
                counted(question.request(), "the call on whose stream it came is over");
                back.outlive();
                question.outliveItsCall();
            }
        }
    }

    /** A server may look at what the client declared, and go another way. */
    private boolean couldHaveAsked(Call call) {
        var envelope = session.isStateless() ? call.options().envelope() : null;
        var client = envelope == null ? session.declared() : envelope.capabilities();
        return client.anyQuestion();
    }

    private void counted(Request question, String reason) {
        environment
                .observer()
                .counted(
                        Observer.Count.QUESTION_OUT_OF_BAND,
                        MethodTraits.shown(question.method()) + ": " + reason);
    }

    private void outOfBandBegins() {
        outOfBand++;
        session.useBegins();
    }

    void told(Notification notification, @Nullable Call via) {
        switch (notification.method()) {
            case Method.CANCELLED -> withdrawn(notification.params());
            case Method.PROGRESS -> progressed(notification);
            case Method.LOG_MESSAGE -> logged(notification, via);
            default -> {
                // Whose call it came with says nothing of who watches a session that several share.
                if (via != null
                        && (session.exclusive() || !CHANGES.contains(notification.method()))) {
                    via.tell(notification);
                } else {
                    session.outside().told(session, notification);
                }
            }
        }
    }

    private void withdrawn(@Nullable Json params) {
        var requestId = params == null ? null : params.get("requestId");
        if (params == null || requestId == null) {
            return;
        }
        try {
            var question = open.remove(Id.of(requestId));
            if (question != null) {
                settle(question);
                letGo(question);
                goesOn(question);
                question.withdraw(params.get("reason"));
            }
        } catch (MalformedException notAnId) {
            environment
                    .observer()
                    .counted(Observer.Count.MALFORMED, "cancelled by " + session.name());
        }
    }

    private void progressed(Notification progress) {
        var params = progress.params();
        var token = params == null ? null : params.get("progressToken");
        var call = token == null ? null : session.withToken(token);
        if (call != null) {
            call.progress(progress);
            return;
        }
        var kept = token == null ? null : session.taskToken(token);
        if (kept != null) {
            session.outside().told(session, progress.withParam("progressToken", kept));
        } else {
            environment
                    .observer()
                    .counted(Observer.Count.UNKNOWN_PROGRESS, "from backend " + session.name());
        }
    }

    private void logged(Notification log, @Nullable Call via) {
        var known = certain(log.params(), via);
        var origin = known != null ? known : logOrigin();
        switch (origin) {
            case Origin.During(var call) -> call.tell(log);
            case Origin.OutOfBand out -> session.outside().told(session, log);
        }
    }

    private Origin logOrigin() {
        return session.isHaunted()
                ? new Origin.OutOfBand("a call was taken back that may still go on")
                : attribution.ofLog(turns.holder());
    }

    /** The link is dead: nobody wants to know any longer. */
    void over() {
        var left = List.copyOf(open.values());
        open.clear();
        outOfBand = 0;
        left.forEach(question -> {
            letGo(question);
            question.withdraw(Json.string("The server is gone"));
        });
    }

    /** A call that has taken its question back waits no longer, and may say anything. */
    private static void goesOn(Question question) {
        if (question.asker() instanceof Back back && back.call != null) {
            back.call.asking().silent(false);
        }
    }

    private static void letGo(Question question) {
        if (question.asker() instanceof Back back) {
            back.letGo();
        }
    }

    private void settle(Question question) {
        if (question.asker() instanceof Back back) {
            back.settle();
        }
    }

    /** The way back of one question: down this session's link, when its call has the turn. */
    private final class Back implements Question.Asker {

        private @Nullable Call call;
        private boolean settled;
        private long kept;

        Back(@Nullable Call call) {
            this.call = call;
        }

        @Override
        public void answered(Question question, Response response) {
            session.strand()
                    .run(() -> {
                        if (open.get(question.id()) != question) {
                            return;
                        }
                        settle();
                        if (call == null || session.attributes() || call.isDone()) {
                            reply(question, response);
                        } else {
                            var kept = keep(response) ? response : crowdedOut(question);
                            turns.answer(call, () -> reply(question, kept));
                        }
                    });
        }

        /** The id is taken until the answer has left. */
        private void reply(Question question, Response response) {
            if (open.remove(question.id(), question)) {
                letGo();
                session.reply(response);
            }
        }

        private Response crowdedOut(Question question) {
            var error = Refusals.noRoom(session.account(), "the answer until it can be given");
            return Failure.of(question.id(), error);
        }

        /** Whether there is room for what waits: the question, and the answer for its turn. */
        boolean keep(Message message) {
            long cost = Cost.of(message);
            boolean fits = session.account().take(Budget.Use.KEPT, cost);
            kept += fits ? cost : 0;
            return fits;
        }

        void letGo() {
            session.account().give(Budget.Use.KEPT, kept);
            kept = 0;
        }

        @Override
        public void told(Question question, Notification progress) {
            session.strand().run(() -> session.tell(progress));
        }

        /** From now on it could be any call's. */
        void outlive() {
            if (call != null && !settled) {
                call.settled();
                call = null;
                outOfBandBegins();
            }
        }

        void settle() {
            if (settled) {
                return;
            }
            settled = true;
            if (call == null) {
                outOfBand--;
                session.useEnds();
            } else {
                call.settled();
            }
        }
    }
}

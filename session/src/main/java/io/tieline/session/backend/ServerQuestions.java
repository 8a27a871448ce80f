package io.tieline.session.backend;

import io.tieline.session.Budget;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
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
import org.jspecify.annotations.Nullable;

/**
 * The questions of a backend of the handshake era that are open in one session. Each is brought to
 * the call that caused it or, where only the client is certain, to the session's listener, and its
 * answer goes down the same link. On the backend session's strand.
 */
final class ServerQuestions {

    private static final int MAX_OPEN = 1024;

    private final BackendContext context;
    private final SessionLife life;
    private final BackendLink link;
    private final Attribution attribution;
    private final AskingQueue turns;
    private final SessionAudience audience;
    private final SessionUses uses;
    private final Map<Id, Question> open = new HashMap<>(0);
    private int outOfBand;

    ServerQuestions(
            BackendContext context,
            SessionLife life,
            BackendLink link,
            CallTable table,
            SessionAudience audience,
            SessionUses uses) {
        this.context = context;
        this.life = life;
        this.link = link;
        this.attribution = table.attribution();
        this.turns = table.turns();
        this.audience = audience;
        this.uses = uses;
    }

    /** Says whether a question is open that could belong to any call. */
    boolean awaitsClient() {
        return outOfBand > 0;
    }

    /**
     * Takes a question.
     *
     * @param via the call on whose stream it came; null for the channel that all share
     */
    void take(Request request, @Nullable Call via) {
        if (request.method().equals(Method.PING)) {
            link.acknowledge(request);
        } else if (open.containsKey(request.id())) {
            link.refuse(
                    request,
                    RpcError.of(ErrorCode.INVALID_REQUEST, "A request with this id is still open"));
        } else if (open.size() >= MAX_OPEN) {
            link.refuse(
                    request,
                    RpcError.of(ErrorCode.OVERLOADED, "Too many open questions; wait for answers"));
        } else if (context.opening().rule() == CallRule.OVERLAP && via == null) {
            refuse(
                    request,
                    "Backend " + context.name() + " is declared never to ask (calls: overlap)");
        } else {
            var lacked = via == null ? context.declared().lackedFor(request) : null;
            if (lacked != null) {
                attribution.refused(turns.holder());
                refuse(request, Refusals.clientLacks(lacked, request).message());
            } else {
                place(request, via);
            }
        }
    }

    private void refuse(Request request, String why) {
        context.count(
                Observer.Count.QUESTION_REFUSED,
                MethodTraits.shown(request.method())
                        + " from backend "
                        + context.name()
                        + ": "
                        + why);
        link.refuse(request, RpcError.of(ErrorCode.METHOD_NOT_FOUND, why));
    }

    private void place(Request request, @Nullable Call via) {
        var known = attribution.said(request.params(), via);
        var origin = known != null ? known : attribution.ofQuestion(turns.holder());
        switch (origin) {
            case Origin.During(var call) -> ask(request, call);
            case Origin.OutOfBand(var reason) -> askOutOfBand(request, reason);
        }
    }

    private void ask(Request request, Call call) {
        if (call.isDone()) {
            link.refuse(request, Refusals.callIsOver(request));
            return;
        }
        var question = opened(request, call);
        if (question == null) {
            return;
        }
        call.ask(question);
        if (!link.isExact()) {
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
        audience.ask(question);
    }

    /** A question that waits from now on; null if there was no room for it, as was answered. */
    private @Nullable Question opened(Request request, @Nullable Call call) {
        var back = new Back(call);
        if (!back.keep(request)) {
            if (call != null) {
                call.touch();
            }
            link.refuse(request, Refusals.noRoom(context.account(), "this question"));
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
    void outlive(Call call) {
        if (attribution.isNews(call) && couldHaveAsked(call)) {
            attribution.answered(call);
        }
        if (open.isEmpty()
                || !context.opening().exclusive()
                || !link.isExact()
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
        var metadata = life.isStateless() ? call.options().metadata() : null;
        var client = metadata == null ? context.declared() : metadata.capabilities();
        return client.anyQuestion();
    }

    private void counted(Request question, String reason) {
        context.count(
                Observer.Count.QUESTION_OUT_OF_BAND,
                MethodTraits.shown(question.method()) + ": " + reason);
    }

    private void outOfBandBegins() {
        outOfBand++;
        uses.begin();
    }

    /** The backend withdraws a question. */
    void withdraw(@Nullable Json params) {
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
            context.count(Observer.Count.MALFORMED, "cancelled by " + context.name());
        }
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
            back.call.questions().silent(false);
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
        private volatile boolean served;
        private long kept;

        Back(@Nullable Call call) {
            this.call = call;
        }

        @Override
        public void answered(Question question, Response response) {
            context.strand()
                    .run(() -> {
                        if (open.get(question.id()) != question) {
                            return;
                        }
                        settle();
                        if (call == null || link.isExact() || call.isDone()) {
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
                link.reply(response);
            }
        }

        private Response crowdedOut(Question question) {
            var error = Refusals.noRoom(context.account(), "the answer until it can be given");
            return Failure.of(question.id(), error);
        }

        /** Says whether there is room for what waits: the question, and the answer for its turn. */
        boolean keep(Message message) {
            long cost = MessageCost.of(message);
            boolean fits = context.account().take(Budget.Use.KEPT, cost);
            kept += fits ? cost : 0;
            return fits;
        }

        @Override
        public boolean isServed() {
            return served;
        }

        void letGo() {
            served = true;
            context.account().give(Budget.Use.KEPT, kept);
            kept = 0;
        }

        @Override
        public void told(Question question, Notification progress) {
            context.strand()
                    .run(() -> {
                        if (life.isOpen()) {
                            link.dialect().tell(progress);
                        }
                    });
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
                uses.end();
            } else {
                call.settled();
            }
        }
    }
}

package io.tieline.session.backend;

import io.tieline.session.Budget;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one call to a backend of the stateless era, for a client that is asked by requests:
 * each {@code input_required} becomes questions of the call, and when all are answered the call is
 * sent again with the answers and the backend's state, byte for byte (revision 2026-07-28, "Multi
 * Round-Trip Requests"). On the backend session's strand.
 */
final class BackendRoundTrips {

    /** A server that is never satisfied must not go on for ever. */
    private static final int MOST = 32;

    /** A person is asked a few things at once; each costs an object and a message. */
    private static final int MOST_AT_ONCE = 256;

    /** How long a call waits that was only put off. */
    private static final Duration PACE = Duration.ofMillis(250);

    private static final Json CANCEL = Json.object("action", "cancel");

    private final Call call;
    private final BackendContext context;
    private int rounds;
    private int unanswered;
    private long minted;
    private final Map<String, Json> answers = new LinkedHashMap<>(0);
    private @Nullable String state;
    private List<Question> open = List.of();
    private long kept;

    BackendRoundTrips(Call call, BackendContext context) {
        this.call = call;
        this.context = context;
    }

    /** The backend wants input before it goes on. */
    void begin(Json inputRequired) {
        if (++rounds > MOST) {
            call.fail(broken(" asked for input " + MOST + " times without an end"));
            return;
        }
        if (InputRequests.hasOddState(inputRequired)) {
            refuse(InputRequests.oddState(context.name()));
            return;
        }
        answers.clear();
        letGo();
        if (!keep(inputRequired)) {
            return;
        }
        state = inputRequired.text("requestState");
        var asked = inputRequired.part("inputRequests");
        var requests = asked.members();
        if (requests.isEmpty()) {
            context.after(PACE, this::retry);
            return;
        }
        var fault = faultIn(asked, requests);
        if (fault != null) {
            refuse(fault);
            return;
        }
        unanswered = requests.size();
        open = requests.stream().map(each -> question(each.name(), each.value())).toList();
        open.forEach(call::ask);
    }

    private void refuse(LinkFailure failure) {
        context.count(Observer.Count.QUESTION_REFUSED, "in a result: " + failure.message());
        call.fail(failure);
    }

    private @Nullable LinkFailure faultIn(Json asked, List<Json.Member> requests) {
        var wrong = wrongIn(requests);
        if (wrong != null) {
            return broken(wrong);
        }
        var strange = InputRequests.strangeIn(asked);
        return strange == null ? null : InputRequests.broken(context.name(), strange);
    }

    /** Why nobody can be asked this; null if everything is in order. */
    private static @Nullable String wrongIn(List<Json.Member> requests) {
        if (requests.size() > MOST_AT_ONCE) {
            return " asked for "
                    + requests.size()
                    + " inputs at once; at most "
                    + MOST_AT_ONCE
                    + " are taken";
        }
        for (var request : requests) {
            var params = request.value().get("params");
            if (request.value().text("method") == null) {
                return " asked for input without saying what: an entry of inputRequests must be an"
                        + " object with a method";
            }
            if (params != null && !params.isObject() && !params.isNull()) {
                return " asked for input with params that are no object";
            }
        }
        return null;
    }

    private LinkFailure broken(String what) {
        return LinkFailure.of(Kind.BROKE_PROTOCOL, "Backend " + context.name() + what);
    }

    private Question question(String key, Json request) {
        var method = String.valueOf(request.text("method"));
        var params = request.get("params");
        var own = params == null || !params.isObject() ? null : named(method, params);
        return new Question(Request.of(Id.of(++minted), method, own), new Back(key));
    }

    /** In the handshake era an elicitation by URL has a name of its own. */
    private Json named(String method, Json params) {
        boolean url = method.equals(Method.ELICITATION_CREATE) && "url".equals(params.text("mode"));
        return url && params.get("elicitationId") == null
                ? params.with(
                        "elicitationId",
                        Json.string(Long.toHexString(context.environment().random().nextLong())))
                : params;
    }

    private void answered(String key, Question question, Response response) {
        call.settled();
        if (call.isDone()) {
            return;
        }
        switch (response) {
            case Result result -> {
                if (!keep(result.result())) {
                    return;
                }
                answers.put(key, result.result().detached());
            }
            case Failure failure
                    when question.request().method().equals(Method.ELICITATION_CREATE) ->
                    answers.put(key, CANCEL);
            case Failure failure -> {
                withdrawOthers(question);
                call.finish(failed(question.request(), failure.error()));
                return;
            }
        }
        if (--unanswered == 0) {
            retry();
        }
    }

    private void withdrawOthers(Question failed) {
        open.stream().filter(other -> other != failed).forEach(other -> other.withdraw(null));
    }

    /** The era has no form in which a client could say that it cannot answer: the call ends. */
    private Response failed(Request question, RpcError error) {
        if (!call.request().method().equals(Method.TOOLS_CALL)) {
            return Failure.of(call.id(), error);
        }
        var text = "The client did not answer " + question.method() + ": " + error.message();
        var block = Json.object("type", "text", "text", text);
        return Result.of(
                call.id(), Json.object("content", Json.array(List.of(block)), "isError", true));
    }

    private void retry() {
        if (call.isDone()) {
            return;
        }
        var params = call.request().params() == null ? Json.EMPTY_OBJECT : call.request().params();
        if (!answers.isEmpty()) {
            params = params.with("inputResponses", Json.object(answers));
        }
        if (state != null) {
            params = params.with("requestState", Json.string(state));
        }
        call.sendAgain(call.request().withParams(params));
    }

    /** Takes the room for what the next attempt repeats; without any the call ends. */
    private boolean keep(Json part) {
        if (context.account().take(Budget.Use.KEPT, part.length())) {
            kept += part.length();
            return true;
        }
        var why =
                "There is no room for what backend "
                        + context.name()
                        + " asked, and what it was answered; call again later";
        call.fail(LinkFailure.of(Kind.OVERLOADED, why));
        return false;
    }

    private void letGo() {
        context.account().give(Budget.Use.KEPT, kept);
        kept = 0;
    }

    /** The call is over: nobody wants the answers. */
    void over() {
        letGo();
        open.forEach(question -> question.withdraw(null));
    }

    /** The way back of one answer: into the next attempt. */
    private final class Back implements Question.Asker {

        private final String key;

        Back(String key) {
            this.key = key;
        }

        @Override
        public void answered(Question question, Response response) {
            context.strand().run(() -> BackendRoundTrips.this.answered(key, question, response));
        }
    }
}

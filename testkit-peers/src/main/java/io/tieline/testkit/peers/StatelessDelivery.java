package io.tieline.testkit.peers;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request without a session (revision 2026-07-28, "Multi Round-Trip Requests"): questions are in
 * a result, and the request is sent again as soon as all of them have answers.
 */
final class StatelessDelivery implements Delivery {

    private final Monitor monitor = new Monitor();
    private final StatelessClients clients;
    private final Caller caller;
    private final RecordedReply reply;

    /** What was asked last and has no answer yet, by key. */
    private final Map<String, RecordedQuestion> open = new LinkedHashMap<>();

    /** What goes with the next attempt. */
    private Json answers = Json.EMPTY_OBJECT;

    private @Nullable Json state;
    private Exchange.@Nullable Cancellation cancellation;
    private int attempts;

    StatelessDelivery(StatelessClients clients, Caller caller, RecordedReply reply) {
        this.clients = clients;
        this.caller = caller;
        this.reply = reply;
    }

    @Override
    public void send() {
        var attempt = monitor.read(this::attempt);
        try {
            var way = clients.receive(attempt, caller, reply.stream());
            monitor.change(() -> cancellation = way);
        } catch (McpException refused) {
            reply.stream().end(Failure.of(attempt.id(), refused.error()));
        }
    }

    /** The request, with a fresh id and the answers if it was sent before. */
    private Request attempt() {
        var request = reply.request();
        if (attempts++ == 0) {
            return request;
        }
        var params = Texts.params(request).with("inputResponses", answers);
        answers = Json.EMPTY_OBJECT;
        var id = Id.of(request.id() + "-" + attempts);
        return Request.of(
                id, request.method(), state == null ? params : params.with("requestState", state));
    }

    @Override
    public void cancel(String reason) {
        var way = monitor.<Exchange.@Nullable Cancellation>read(() -> cancellation);
        if (way != null) {
            way.cancelled(Json.string(reason));
        }
    }

    @Override
    public void answer(RecordedQuestion question, Json result) {
        boolean isLast =
                monitor.read(() -> {
                    var key = question.key().asString();
                    answers = answers.with(key, result);
                    return open.remove(key, question) && open.isEmpty();
                });
        if (isLast) {
            send();
        }
    }

    @Override
    public List<RecordedQuestion> askedBy(Result result) {
        var body = result.result();
        if (!"input_required".equals(body.text("resultType"))) {
            return List.of();
        }
        var asked = body.part("inputRequests").members().stream().map(this::question).toList();
        monitor.change(() -> {
            state = body.get("requestState");
            asked.forEach(each -> open.put(each.key().asString(), each));
        });
        return asked;
    }

    private RecordedQuestion question(Json.Member member) {
        var method = String.valueOf(member.value().text("method"));
        var params = member.value().part("params");
        return new RecordedQuestion(reply, Json.string(member.name()), method, params);
    }

    @Override
    public int attempts() {
        return monitor.read(() -> attempts);
    }
}

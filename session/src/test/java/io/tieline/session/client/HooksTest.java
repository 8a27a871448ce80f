package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several may listen to one exchange: an interceptor, a policy, and whoever serves it. */
final class HooksTest {

    private final FrontWorld world = new FrontWorld();

    @Test
    void allWhoListenHearOfTheEnd() {
        var session = world.open();
        world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        var heard = new ArrayList<String>();
        exchange.onCancel(reason -> heard.add("first: " + reason));
        exchange.onCancel(reason -> heard.add("second: " + reason));
        cancel(session);
        exchange.onCancel(reason -> heard.add("late: " + reason));
        assertThat(heard)
                .containsExactly("first: \"enough\"", "second: \"enough\"", "late: \"enough\"");
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromHearingOfTheEnd() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        var heard = new ArrayList<String>();
        exchange.onCancel(_ -> {
            throw new IllegalStateException("the first one");
        });
        exchange.onCancel(reason -> heard.add("second: " + reason));
        cancel(session);
        assertThat(heard).containsExactly("second: \"enough\"");
        assertThat(stream.isAborted()).isTrue();
        assertThat(world.counts.outcomes()).contains(Observer.Outcome.CANCELLED);
    }

    @Test
    void aListenerThatFailsAloneDoesNotKeepTheRequestOpen() {
        var session = world.open();
        var stream = world.calls(session, "1");
        world.exchanges
                .getFirst()
                .onCancel(_ -> {
                    throw new IllegalStateException("the only one");
                });
        cancel(session);
        assertThat(stream.isAborted()).isTrue();
        assertThat(world.counts.outcomes()).contains(Observer.Outcome.CANCELLED);
    }

    @Test
    void allWhoListenHearOfPressure() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        var heard = new ArrayList<String>();
        exchange.onPressure(tooMuch -> heard.add("first: " + tooMuch));
        exchange.onPressure(tooMuch -> heard.add("second: " + tooMuch));
        stream.press(true);
        stream.press(false);
        assertThat(heard)
                .containsExactly("first: true", "second: true", "first: false", "second: false");
    }

    @Test
    void aNotificationMustPassAllWhoLook() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        exchange.onTell(told -> !told.json().toString().contains("secret"));
        exchange.onTell(told -> !told.json().toString().contains("boring"));
        tell(exchange, "a secret");
        tell(exchange, "something boring");
        tell(exchange, "news");
        assertThat(stream.written())
                .singleElement()
                .satisfies(told -> assertThat(told.json().toString()).contains("news"));
    }

    @Test
    void whatIsSaidIsPutIntoOtherWords() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        exchange.onSaid(params -> params.with("data", Json.string(params.text("data") + "!")));
        exchange.onSaid(params -> params.with("data", Json.string(params.text("data") + "?")));
        tell(exchange, "news");
        assertThat(stream.written().getFirst().json().text("params", "data")).isEqualTo("news?!");
    }

    @Test
    void aQuestionInOtherWordsIsAnsweredAndWithdrawnAsItself() {
        var session = world.open();
        var stream = world.calls(session, "1");
        var exchange = world.exchanges.getFirst();
        exchange.onSaid(params -> params.with("message", Json.string("in other words")));
        var answers = new ArrayList<Response>();
        var question = question(answers);
        exchange.ask(question);
        var asked = (Request) stream.written().getFirst();
        assertThat(asked.json().text("params", "message")).isEqualTo("in other words");
        world.answers(session, asked.id().json().toString(), "{\"action\":\"decline\"}");
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.id()).isEqualTo(question.id()));
        var second = question(answers);
        exchange.ask(second);
        second.withdraw(Json.string("enough"));
        assertThat(stream.written().getLast().json().text("method"))
                .isEqualTo("notifications/cancelled");
    }

    private static Question question(List<Response> answers) {
        var schema = Json.of("{\"type\":\"object\",\"properties\":{}}");
        var params = Json.object("message", "plainly", "requestedSchema", schema);
        var request = Request.of(Id.of("theirs"), Method.ELICITATION_CREATE, params);
        return new Question(request, (_, response) -> answers.add(response));
    }

    private static void tell(Exchange exchange, String text) {
        var params = Json.object("level", "info", "data", text);
        exchange.tell(Notification.of("notifications/message", params));
    }

    private void cancel(ClientSession session) {
        world.says(
                session,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":1,\"reason\":\"enough\"}}");
    }
}

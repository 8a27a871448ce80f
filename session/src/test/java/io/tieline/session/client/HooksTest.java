package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.ArrayList;
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

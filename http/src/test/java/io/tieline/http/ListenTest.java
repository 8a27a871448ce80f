package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.Exchange;
import io.tieline.session.client.Subscription;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients without sessions that only listen, and what they and others hear at the end. */
final class ListenTest {

    private static final Json WANTED =
            Json.of("{\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true}}");
    private static final Json CAN = Json.of("{\"tools\":{\"listChanged\":true}}");
    private static final String TAG =
            "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"listen:0\"}";

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient listen(String... changes) {
        return Stateless.post(
                fixture.connect(), "listen:0", Method.SUBSCRIPTIONS_LISTEN, WANTED, changes);
    }

    private Subscription acknowledged(Exchange exchange) {
        var subscription = new Subscription(exchange);
        exchange.client().strand().run(() -> subscription.acknowledge(CAN));
        return subscription;
    }

    private CompletableFuture<Void> drain(Duration most) {
        return CompletableFuture.runAsync(
                () -> fixture.listener.drain(most), Thread::startVirtualThread);
    }

    @Test
    void theAcknowledgementComesFirstThenWhatChangesUnderItsName() {
        var client = listen();
        var exchange = fixture.service.held();
        var subscription = acknowledged(exchange);
        assertThat(client.head().streams()).isTrue();
        assertThat(client.message())
                .hasToString(
                        "{\"jsonrpc\":\"2.0\","
                                + "\"method\":\"notifications/subscriptions/acknowledged\","
                                + "\"params\":{\"notifications\":{\"toolsListChanged\":true},"
                                + TAG
                                + "}}");
        exchange.client()
                .strand()
                .run(() -> {
                    subscription.offer(Notification.of(Method.PROMPTS_LIST_CHANGED, null));
                    subscription.offer(Notification.of(Method.TOOLS_LIST_CHANGED, null));
                });
        assertThat(client.message())
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                                + "\"params\":{"
                                + TAG
                                + "}}");
    }

    @Test
    void aClientThatHangsUpIsNoLongerListening() throws Exception {
        var client = listen();
        var exchange = fixture.service.held();
        acknowledged(exchange);
        client.head();
        var gone = new CompletableFuture<Boolean>();
        exchange.onCancel(_ -> gone.complete(true));
        client.close();
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatTakesNoEventsCannotListen() {
        var answer = listen("accept: application/json").answer();
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.json().get("id")).hasToString("\"listen:0\"");
    }

    @Test
    void whoeverListensHearsTheEndWhenTheListenerDrains() throws Exception {
        var client = listen();
        acknowledged(fixture.service.held());
        client.head();
        client.message();
        drain(Duration.ofSeconds(30)).get(10, TimeUnit.SECONDS);
        assertThat(client.message())
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"listen:0\",\"result\":{"
                                + TAG
                                + ",\"resultType\":\"complete\"}}");
        assertThat(client.ends()).isTrue();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void whileItDrainsNothingNewIsTakenAndRequestsInFlightEnd() throws Exception {
        var idle = fixture.connect();
        var client = Stateless.post(fixture.connect(), 1, "slow");
        var exchange = fixture.service.held();
        var drained = drain(Duration.ofSeconds(30));
        var refused = Stateless.post(fixture.connect(), 2, "echo").answer();
        while (refused.status() == 200) {
            refused = Stateless.post(fixture.connect(), 2, "echo").answer(); // not begun yet
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().header("retry-after")).isEqualTo("5");
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.DRAINING);
        assertThat(refused.json().get("id")).hasToString("2");
        assertThat(drained).isNotDone();
        exchange.finish(Json.EMPTY_OBJECT);
        drained.get(10, TimeUnit.SECONDS);
        assertThat(client.answer().json().get("result")).isNotNull();
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
    }

    @Test
    void whatHasNotEndedInTimeIsAnsweredWithAnError() throws Exception {
        var json = Stateless.post(fixture.connect(), 1, "slow");
        fixture.service.held();
        var events = Stateless.post(fixture.connect(), 2, "slow");
        fixture.service.held().tell(ScriptedService.log("x"));
        drain(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
        assertThat(json.answer().errorCode()).isEqualTo(ErrorCode.DRAINING);
        events.head();
        assertThat(events.message()).isEqualTo(ScriptedService.log("x").json());
        assertThat(events.message().at("error", "code")).hasToString("-31005");
        assertThat(events.ends()).isTrue();
    }

    @Test
    void aRequestThatIsParkedHoldsUpTheEndForItsTimeOnly() throws Exception {
        var client = Stateless.post(fixture.connect(), 1, "tools/call", Stateless.tool("book"));
        var exchange = fixture.service.held();
        var gone = new CompletableFuture<Boolean>();
        exchange.onCancel(_ -> gone.complete(true));
        var answer = ScriptedService.ask(exchange, "Your name?");
        assertThat(client.answer().json().text("result", "resultType")).isEqualTo("input_required");
        drain(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS);
        assertThat(answer.get(10, TimeUnit.SECONDS).json().text("result", "action"))
                .isEqualTo("cancel");
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatHasGoneDoesNotStandForOneThatHasNot() throws Exception {
        var gone = new CompletableFuture<Boolean>();
        var first = Stateless.post(fixture.connect(), 1, "slow");
        fixture.service.held().onCancel(_ -> gone.complete(true));
        first.cut();
        gone.get(10, TimeUnit.SECONDS);
        var second = Stateless.post(fixture.connect(), 2, "slow");
        var exchange = fixture.service.held();
        var drained = drain(Duration.ofSeconds(30));
        while (Stateless.post(fixture.connect(), 3, "echo").answer().status() == 200) {
            assertThat(drained).isNotDone();
        }
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(second.answer().json().get("result")).isNotNull();
        drained.get(10, TimeUnit.SECONDS);
    }
}

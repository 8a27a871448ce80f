package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Observer.Outcome;
import io.tieline.session.Question;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RecordedExchangeTest {

    private static final Request BOOK = Rig.call(1, "book");

    private final RecordedExchange exchange = new RecordedExchange("s", Caller.LOCAL, BOOK);

    @Test
    void everyEventIsALine() {
        var call = new ServerCall("git", BOOK);
        var question = new Question(Rig.request(2, Method.ROOTS_LIST), (_, _) -> {});
        var error = RpcError.of(ErrorCode.BACKEND_GONE, "gone");
        exchange.routed(call);
        exchange.left(call, BOOK);
        exchange.asked(question, call);
        exchange.parked(1);
        exchange.resumed(1, BOOK);
        exchange.answered(question, Result.of(question.id(), Json.EMPTY_OBJECT));
        exchange.asked(question, null);
        exchange.answered(question, Failure.of(question.id(), error));
        exchange.withdrawn(question);
        exchange.told(Notification.of(Method.PROGRESS, Json.EMPTY_OBJECT));
        exchange.failed(call, error);
        exchange.returned(call, Result.of(BOOK.id(), Json.EMPTY_OBJECT), Duration.ZERO);
        exchange.finished(new Ending(Outcome.CANCELLED, null, Duration.ZERO, null));
        assertThat(exchange.events())
                .containsExactly(
                        "routed git",
                        "left git",
                        "asked roots/list by git",
                        "parked 1",
                        "resumed 1",
                        "answered roots/list",
                        "asked roots/list",
                        "refused roots/list",
                        "withdrawn roots/list",
                        "told notifications/progress",
                        "failed git",
                        "returned git",
                        "finished CANCELLED");
    }

    @Test
    void aCallIsFoundByItsTool() {
        var observer = new RecordedObserver();
        var client = RequestMetadata.of(Rig.request(1, "x", METADATA));
        var told = observer.began(client, Caller.LOCAL, BOOK);
        assertThat(observer.call("book")).isSameAs(told);
        assertThat(observer.call("book").session()).isEmpty();
        assertThat(observer.call("book").ending()).isNull();
        assertThatThrownBy(() -> observer.call("other")).isInstanceOf(AssertionError.class);
    }

    private static final Json METADATA =
            Json.of(
                    """
                    {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                    "io.modelcontextprotocol/clientCapabilities":{}}}\
                    """);
}

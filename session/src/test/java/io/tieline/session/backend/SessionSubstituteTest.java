package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client sets in its session what a backend without sessions does not keep. */
final class SessionSubstituteTest {

    private final BackendWorld world = BackendWorld.stateless(true);

    @BeforeEach
    void discover() {
        world.link.isDiscovered();
    }

    private Heard requests(String method, Json params) {
        var heard = new Heard();
        world.session.call(
                Request.of(Id.of("s"), method, params), heard, CallOptions.of(TimeLimits.DEFAULT));
        return heard;
    }

    private static int code(Heard heard) {
        return heard.answer() instanceof Failure failure ? failure.error().code() : 0;
    }

    @Test
    void aPingIsAnsweredHere() {
        assertThat(requests(Method.PING, Json.EMPTY_OBJECT).answer()).isInstanceOf(Result.class);
        assertThat(world.link.requests(Method.PING)).isEmpty();
    }

    @Test
    void theLogLevelIsRepeatedInEachRequest() {
        world.call("before");
        assertThat(String.valueOf(world.link.tool("before").params())).contains("\"info\"");
        assertThat(requests(Method.LOGGING_SET_LEVEL, Json.object("level", "error")).answer())
                .isInstanceOf(Result.class);
        world.call("after");
        assertThat(String.valueOf(world.link.tool("after").params())).contains("\"error\"");
    }

    @Test
    void aLevelThatIsNoneIsRefusedAndChangesNothing() {
        assertThat(code(requests(Method.LOGGING_SET_LEVEL, Json.object("level", "loud"))))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(code(requests(Method.LOGGING_SET_LEVEL, Json.EMPTY_OBJECT)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        world.call("after");
        assertThat(String.valueOf(world.link.tool("after").params())).contains("\"info\"");
    }

    @Test
    void aResourceWithoutANameIsRefused() {
        assertThat(code(requests(Method.RESOURCES_SUBSCRIBE, Json.EMPTY_OBJECT)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(code(requests(Method.RESOURCES_UNSUBSCRIBE, Json.EMPTY_OBJECT)))
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aSubscriptionIsAcknowledgedWhenItsStreamIs() {
        var heard = requests(Method.RESOURCES_SUBSCRIBE, Json.object("uri", "test://a"));
        assertThat(heard.answer()).isNull();
        var listen = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        assertThat(String.valueOf(listen.params())).contains("test://a");
        world.link.says(
                listen, StatelessBackendTest.tagged(listen, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        assertThat(heard.answer()).isInstanceOf(Result.class);
    }

    @Test
    void aSubscriptionThatEndsWithItsSessionFails() {
        var heard = requests(Method.RESOURCES_SUBSCRIBE, Json.object("uri", "test://a"));
        world.link.dies();
        assertThat(heard.failure()).isNotNull();
        assertThat(heard.answer()).isNull();
    }

    @Test
    void onlyTheHandshakeEraHasListsOfTasks() {
        assertThat(code(requests(Method.TASKS_LIST, Json.EMPTY_OBJECT)))
                .isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(world.link.requests(Method.TASKS_LIST)).isEmpty();
    }

    @Test
    void everythingElseGoesToTheBackend() {
        requests(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
        assertThat(world.link.requests(Method.TOOLS_LIST)).hasSize(1);
    }
}

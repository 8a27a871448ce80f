package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The life of one call: it waits, it has left, it is done. */
final class CallTest {

    private final BackendWorld world = BackendWorld.own();
    private final Heard heard = new Heard();
    private final Call call =
            new Call(
                    world.session.life().calls(),
                    Request.of(Id.of("mine"), Method.TOOLS_CALL, Json.object("name", "book")),
                    heard,
                    CallOptions.of(TimeLimits.DEFAULT));

    private Call left() {
        world.session.life().calls().send(call);
        return call;
    }

    private String executed() {
        var data = Objects.requireNonNull(heard.failure()).data();
        return String.valueOf(Objects.requireNonNull(data).text("executed"));
    }

    @Test
    void aCallWaitsUntilItLeaves() {
        assertThat(call.hasLeft()).isFalse();
        assertThat(left().hasLeft()).isTrue();
        assertThat(call.hasBeenSentAgain()).isFalse();
        assertThat(call.isDone()).isFalse();
    }

    @Test
    void aCallThatIsDoneDoesNotLeave() {
        call.cancel(null);
        left();
        assertThat(world.link.hasLeft("book")).isFalse();
    }

    @Test
    void aCallIsAnsweredOnce() {
        left().finish(Result.of(call.id(), Json.EMPTY_OBJECT));
        assertThat(heard.answer()).isNotNull();
        call.fail(LinkFailure.of(Kind.GONE, "Too late"));
        assertThat(heard.failure()).isNull();
        assertThat(call.isDone()).isTrue();
        assertThat(call.hasLeft()).isTrue();
    }

    @Test
    void aCallThatIsTakenBackHearsNothingMore() {
        left().cancel(Json.string("enough"));
        world.link.answers(world.link.tool("book"), "{}");
        assertThat(heard.answer()).isNull();
        assertThat(heard.failure()).isNull();
        assertThat(call.isCancelled()).isTrue();
    }

    @Test
    void theBackendIsToldOnceThatACallIsTakenBack() {
        left().cancel(null);
        call.cancel(null);
        assertThat(world.link.sent().toString()).containsOnlyOnce(Method.CANCELLED);
    }

    @Test
    void aCallThatHasNotLeftIsTakenBackWithoutAWord() {
        call.cancel(null);
        assertThat(world.link.sent().toString()).doesNotContain(Method.CANCELLED);
    }

    @Test
    void anAttemptThatDidNotArriveProvesThatNothingRan() {
        left().fail(new LinkFailure(Kind.GONE, "Refused", Executed.NO));
        assertThat(executed()).isEqualTo("no");
    }

    @Test
    void aSecondAttemptThatDidNotArriveProvesNothing() {
        left().sendAgain(call.request());
        assertThat(call.hasBeenSentAgain()).isTrue();
        call.fail(new LinkFailure(Kind.GONE, "Refused", Executed.NO));
        assertThat(executed()).isEqualTo("maybe");
    }

    @Test
    void aFailureSaysWhatWasUnderWay() {
        left().fail(LinkFailure.of(Kind.GONE, "Gone"));
        var data = Objects.requireNonNull(heard.failure()).data();
        assertThat(Objects.requireNonNull(data).text("phase")).isEqualTo("call");
        assertThat(data.text("backend")).isEqualTo("scripted");
    }

    @Test
    void anotherAttemptReplacesWhatIsSent() {
        var retry =
                Request.of(
                        Id.of("mine"),
                        Method.TOOLS_CALL,
                        Json.object("name", "book", "requestState", "s"));
        left().sendAgain(retry);
        assertThat(String.valueOf(world.link.tool("book").params())).contains("requestState");
        assertThat(call.attempt()).isSameAs(retry);
        assertThat(call.request()).isNotSameAs(retry);
    }

    @Test
    void aCallThatIsDoneIsNotSentAgain() {
        left().finish(Result.of(call.id(), Json.EMPTY_OBJECT));
        call.sendAgain(call.request());
        assertThat(world.link.requests(Method.TOOLS_CALL)).hasSize(1);
    }

    @Test
    void progressIsToldWithTheTokenOfTheCaller() {
        var meta = Json.object("progressToken", "mine");
        var request =
                Request.of(Id.of("a"), Method.TOOLS_CALL, Json.object("name", "a", "_meta", meta));
        world.session.call(request, heard, CallOptions.of(TimeLimits.DEFAULT));
        var id = world.link.tool("a").id();
        world.link.says(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                        + id
                        + ",\"progress\":1}}");
        assertThat(heard.notifications()).hasSize(1);
        assertThat(String.valueOf(heard.notifications().getFirst().params()))
                .contains("\"progressToken\":\"mine\"");
    }

    @Test
    void itsOwnHeadersGoBesideThoseThatItMirrors() {
        assertThat(call.headers()).isEmpty();
        call.mirror(java.util.Map.of("mcp-method", "tools/call"));
        assertThat(call.headers()).containsEntry("mcp-method", "tools/call");
    }

    @Test
    void aCallThatIsOverIsNoUseOfItsSession() {
        var uses = new SessionUses(world.clock);
        assertThat(call.use(uses)).isTrue();
        uses.end();
        assertThat(uses.isIdle()).isFalse();
        call.cancel(null);
        assertThat(uses.isIdle()).isTrue();
        call.cancel(null);
        assertThat(uses.isIdle()).isTrue();
    }

    @Test
    void aLostSessionIsOverBeforeItsCallHearsOfIt() {
        List<Boolean> over = new ArrayList<>();
        heard.whenFailed(() -> over.add(world.session.isOver()));
        left().failed(LinkFailure.of(Kind.SESSION_LOST, "Unknown session"));
        assertThat(over).containsExactly(true);
        assertThat(world.end).isNotNull();
    }
}

package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import org.junit.jupiter.api.Test;

/** The table of calls that have left, by the ids that we minted. */
final class PendingCallsTest {

    private final CallParts parts = CallParts.own();
    private final PendingCalls pending = new PendingCalls(new RequestIds());

    private Call left(Call call) {
        pending.add(call, call.attempt());
        return call;
    }

    private static Request reporting(String tool, String token) {
        var meta = Json.object("progressToken", token);
        return Request.of(
                Id.of("client"), Method.TOOLS_CALL, Json.object("name", tool, "_meta", meta));
    }

    private static Result task(Call call) {
        var task = Json.object("taskId", "t-1", "status", "working");
        return Result.of(call.id(), Json.object("task", task));
    }

    @Test
    void eachCallLeavesUnderAnIdOfItsOwn() {
        var one = left(parts.tool("a"));
        var two = left(parts.tool("a"));
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(pending.remove(two.id())).isSameAs(two);
        assertThat(pending.remove(two.id())).isNull();
        assertThat(pending.remove(one.id())).isSameAs(one);
    }

    @Test
    void sessionsThatShareTheirIdsNeverUseTheSame() {
        var ids = new RequestIds();
        var first = new PendingCalls(ids);
        var second = new PendingCalls(ids);
        for (int i = 0; i < RequestIds.RUN; i++) {
            first.add(parts.tool("a"), parts.tool("a").attempt());
        }
        assertThat(first.next()).isEqualTo(second.first());
        var call = parts.tool("b");
        first.add(call, call.attempt());
        assertThat(call.number()).isEqualTo(2L * RequestIds.RUN);
    }

    @Test
    void anIdIsRepeatedAsANumberOrAsItsText() {
        var call = left(parts.tool("a"));
        assertThat(pending.remove(Id.of(String.valueOf(call.number())))).isSameAs(call);
    }

    @Test
    void theProgressTokenIsTheNumberOfTheCall() {
        var call = parts.call(reporting("a", "mine"));
        var request = pending.add(call, call.attempt());
        assertThat(request.progressToken()).isEqualTo(call.id().json());
        assertThat(pending.withToken(call.id().json())).isSameAs(call);
        assertThat(pending.withToken(Json.string("mine"))).isNull();
        assertThat(pending.withToken(Json.EMPTY_OBJECT)).isNull();
    }

    @Test
    void aCallWithoutATokenIsGivenNone() {
        var call = parts.tool("a");
        assertThat(pending.add(call, call.attempt()).progressToken()).isNull();
    }

    @Test
    void anAnswerOnTheStreamOfAnotherCallIsSeenToBeOfAnother() {
        var one = left(parts.tool("a"));
        var two = left(parts.tool("b"));
        assertThat(pending.isOfAnother(one.id(), two)).isTrue();
        assertThat(pending.isOfAnother(one.id(), one)).isFalse();
        assertThat(pending.isOfAnother(one.id(), null)).isFalse();
        assertThat(pending.isOfAnother(Id.of("strange"), one)).isFalse();
        assertThat(pending.isOfAnother(null, one)).isFalse();
    }

    @Test
    void theOnlyCallIsOneBesideWhatIsNobodys() {
        assertThat(pending.only()).isNull();
        left(parts.call(Method.PING, Json.EMPTY_OBJECT));
        left(parts.call(Method.SUBSCRIPTIONS_LISTEN, Json.EMPTY_OBJECT));
        var one = left(parts.tool("a"));
        assertThat(pending.only()).isSameAs(one);
        left(parts.tool("b"));
        assertThat(pending.only()).isNull();
    }

    @Test
    void anAnswerWithoutAnIdMayBelongToTheQuestionWhichEraIsSpoken() {
        var discovery = left(parts.call(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT));
        left(parts.call(Method.PING, Json.EMPTY_OBJECT));
        assertThat(pending.only()).isNull();
        assertThat(pending.answerable()).isSameAs(discovery);
    }

    @Test
    void theTokenOfACallThatBecameATaskLivesOn() {
        var call = parts.call(reporting("a", "mine"));
        left(call);
        pending.remove(call);
        pending.answered(call, task(call));
        assertThat(pending.taskToken(call.id().json())).isEqualTo(Json.string("mine"));
        assertThat(pending.taskToken(Json.EMPTY_OBJECT)).isNull();
    }

    @Test
    void aCallThatIsAnsweredForGoodLeavesNoToken() {
        var call = parts.call(reporting("a", "mine"));
        left(call);
        pending.answered(call, Result.of(call.id(), Json.EMPTY_OBJECT));
        assertThat(pending.taskToken(call.id().json())).isNull();
    }

    @Test
    void ofManyTasksTheOldestTokenIsForgotten() {
        var oldest = parts.call(reporting("a", "oldest"));
        left(oldest);
        pending.answered(oldest, task(oldest));
        for (int i = 0; i < 256; i++) {
            var call = parts.call(reporting("a", "later"));
            left(call);
            pending.answered(call, task(call));
        }
        assertThat(pending.taskToken(oldest.id().json())).isNull();
    }

    @Test
    void anAnswerThatNobodyWaitsForIsLateIfTheIdWasOurs() {
        var call = left(parts.tool("a"));
        pending.remove(call);
        assertThat(pending.unexpected(call.id())).isEqualTo(Observer.Count.LATE_ANSWER);
        assertThat(pending.unexpected(Id.of(pending.next())))
                .isEqualTo(Observer.Count.UNKNOWN_ANSWER);
        assertThat(pending.unexpected(null)).isEqualTo(Observer.Count.UNKNOWN_ANSWER);
    }

    @Test
    void aCallThatHasNotLeftIsNotInTheTable() {
        assertThat(pending.remove(parts.tool("a"))).isFalse();
    }
}

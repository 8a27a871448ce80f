package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.Origin.During;
import io.tieline.session.backend.Origin.OutOfBand;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import org.junit.jupiter.api.Test;

/** Which call a message belongs to, on a channel that says nothing of it. */
final class AttributionTest {

    private final CallParts parts = CallParts.own();
    private final AskingHistory habits = new AskingHistory();
    private final Attribution own = new Attribution(habits, true);
    private final Attribution shared = new Attribution(habits, false);

    private static Call started(Attribution attribution, Call call) {
        attribution.started(call);
        return call;
    }

    private AskingProfile habit(Call call) {
        return habits.of(call.questions().key());
    }

    private static Json ofTask(String task) {
        var related = Json.object(MetaKey.RELATED_TASK, Json.object("taskId", task));
        return Json.object("_meta", related);
    }

    @Test
    void theOnlyCallIsTheCause() {
        var call = started(own, parts.tool("book"));
        assertThat(own.ofQuestion(null)).isEqualTo(new During(call));
        assertThat(habit(call)).isEqualTo(AskingProfile.ASKS);
    }

    @Test
    void withoutACallOnlyTheClientIsCertain() {
        assertThat(own.ofQuestion(null)).isEqualTo(new OutOfBand("no call is in flight"));
    }

    @Test
    void aListingIsNeverTheCause() {
        started(own, parts.call(Method.TOOLS_LIST, Json.EMPTY_OBJECT));
        assertThat(own.ofQuestion(null)).isInstanceOf(OutOfBand.class);
    }

    @Test
    void ofSeveralCallsAllBecomeSuspects() {
        var one = started(own, parts.tool("book"));
        var two = started(own, parts.tool("pay"));
        assertThat(own.ofQuestion(null)).isEqualTo(new OutOfBand("several calls are in flight"));
        assertThat(habit(one)).isEqualTo(AskingProfile.SUSPECT);
        assertThat(habit(two)).isEqualTo(AskingProfile.SUSPECT);
    }

    @Test
    void amongCallsThatNeverAskTheHolderOfTheTurnIsTheCause() {
        var holder = started(own, parts.tool("book"));
        var plain = started(own, parts.tool("echo"));
        habits.quiet(plain.questions().key());
        assertThat(own.ofQuestion(holder)).isEqualTo(new During(holder));
    }

    @Test
    void inASharedSessionAPlainHabitIsNoProof() {
        var holder = started(shared, parts.tool("book"));
        var plain = started(shared, parts.tool("echo"));
        habits.quiet(plain.questions().key());
        assertThat(shared.ofQuestion(holder)).isInstanceOf(OutOfBand.class);
    }

    @Test
    void aCallThatWaitsInSilenceForItsClientIsNotTheCause() {
        var waits = started(own, parts.tool("book"));
        var works = started(own, parts.tool("pay"));
        waits.questions().silent(true);
        assertThat(own.ofQuestion(null)).isEqualTo(new During(works));
    }

    @Test
    void ifOnlyCallsWaitThatHaveAskedTheOnlyOneMayAskAgain() {
        var waits = started(own, parts.tool("book"));
        waits.questions().silent(true);
        assertThat(own.ofQuestion(null)).isEqualTo(new During(waits));
    }

    @Test
    void aCallThatWasTakenBackIsNobodysCause() {
        var cancelled = started(own, parts.tool("book"));
        cancelled.disown();
        assertThat(own.ofQuestion(null)).isInstanceOf(OutOfBand.class);
        assertThat(own.ofQuestion(cancelled)).isInstanceOf(OutOfBand.class);
    }

    @Test
    void aCallThatHasEndedIsNotTheCause() {
        var ended = started(own, parts.tool("book"));
        var runs = started(own, parts.tool("pay"));
        own.ended(ended);
        assertThat(own.ofQuestion(null)).isEqualTo(new During(runs));
        assertThat(own.running()).containsExactly(runs);
    }

    @Test
    void aCallThatRanAloneAndAskedNothingIsPlain() {
        var alone = started(own, parts.tool("echo"));
        own.answered(alone);
        assertThat(habit(alone)).isEqualTo(AskingProfile.PLAIN);
    }

    @Test
    void aCallThatRanBesideAnotherShowsNothing() {
        started(own, parts.tool("book"));
        var beside = started(own, parts.tool("echo"));
        own.answered(beside);
        assertThat(habit(beside)).isEqualTo(AskingProfile.UNKNOWN);
    }

    @Test
    void whatRunsBesideAPlainToolRunsAlone() {
        var plain = parts.tool("echo");
        habits.quiet(plain.questions().key());
        started(own, plain);
        var beside = started(own, parts.tool("book"));
        own.answered(beside);
        assertThat(habit(beside)).isEqualTo(AskingProfile.PLAIN);
    }

    @Test
    void aQuestionThatNobodyIsAskedMakesNobodyPlainAndNobodyASuspect() {
        var one = started(own, parts.tool("book"));
        var two = started(own, parts.tool("pay"));
        own.refused(null);
        own.ended(two);
        own.answered(one);
        assertThat(habit(one)).isEqualTo(AskingProfile.UNKNOWN);
    }

    @Test
    void aQuestionThatNobodyIsAskedShowsWhoAsksIfThereIsOneOnly() {
        var one = started(own, parts.tool("book"));
        own.refused(null);
        assertThat(habit(one)).isEqualTo(AskingProfile.ASKS);
    }

    @Test
    void aLogMessageTeachesNothing() {
        var call = started(own, parts.tool("book"));
        assertThat(own.ofLog(null)).isEqualTo(new During(call));
        assertThat(habit(call)).isEqualTo(AskingProfile.UNKNOWN);
        started(own, parts.tool("pay"));
        assertThat(own.ofLog(null)).isInstanceOf(OutOfBand.class);
    }

    @Test
    void aMessageThatNamesATaskBelongsToTheCallThatWaitsForIt() {
        var other = started(own, parts.tool("book"));
        var waiting = started(own, parts.call(Method.TASKS_RESULT, Json.object("taskId", "t-1")));
        assertThat(own.said(ofTask("t-1"), other)).isEqualTo(new During(waiting));
        assertThat(own.said(ofTask("t-2"), other)).isEqualTo(new During(other));
        assertThat(own.said(ofTask("t-2"), null)).isInstanceOf(OutOfBand.class);
    }

    @Test
    void aMessageThatNamesNothingAndCameOnNoStreamHasNoOriginOfItsOwn() {
        assertThat(own.said(Json.EMPTY_OBJECT, null)).isNull();
        assertThat(own.said(null, null)).isNull();
    }

    @Test
    void itIsKnownWhetherAnotherCallMayAsk() {
        var one = started(own, parts.tool("book"));
        assertThat(own.mayAskBeside(one)).isFalse();
        started(own, parts.call(Method.TOOLS_LIST, Json.EMPTY_OBJECT));
        assertThat(own.mayAskBeside(one)).isFalse();
        started(own, parts.tool("pay"));
        assertThat(own.mayAskBeside(one)).isTrue();
    }
}

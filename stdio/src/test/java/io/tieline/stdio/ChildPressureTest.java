package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.testkit.peers.RecordedLink;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Full pipes in every direction. */
class ChildPressureTest {

    private static final int MIB = 1024 * 1024;
    private static final String LINE = "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}";

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aChildMayWriteAndBeWrittenTenMegabytesBeforeItReads() {
        int lines = 10 * MIB / LINE.length();
        var child =
                rig.shell(
                        "yes '"
                                + LINE
                                + "' | head -n "
                                + lines
                                + "; yes noise | head -c 5000000 >&2; cat");
        for (int i = 0; i < 10; i++) {
            child.link().send(notification(MIB));
        }
        for (int i = 0; i < lines; i++) {
            assertThat(child.heard().method()).isEqualTo("m");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(child.heard().method()).isEqualTo("big");
        }
    }

    @Test
    void aFloodOnStderrHoldsNothingUp() {
        var child = rig.shell("yes | head -c 50000000 >&2; echo '" + LINE + "'; cat");
        assertThat(child.heard().method()).isEqualTo("m");
    }

    @Test
    void aChildThatDoesNotReadIsGivenUp() {
        var settings = Rig.QUICK.withWriteStall(Duration.ofMillis(300));
        var child = rig.shell("sleep 60", settings);
        child.link().request(request(1, MIB), new RecordedLink());
        child.link().request(request(2, 10), new RecordedLink());
        var end = child.heard().end();
        assertThat(end.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(end.executed()).isEqualTo(Executed.MAYBE);
        assertThat(child.heard().neverLeft()).containsExactly(Id.of(2));
    }

    @Test
    void aChildThatReadsSlowlyIsNotGivenUp() {
        var settings = Rig.QUICK.withWriteStall(Duration.ofMillis(500));
        var child =
                rig.shell(
                        "i=0; while [ $i -lt 8 ]; do sleep 0.1; head -c 131072 > /dev/null;"
                                + " i=$((i+1)); done; cat > /dev/null & wait; echo '"
                                + LINE
                                + "'",
                        settings);
        child.link().send(notification(MIB));
        child.link().close();
        Rig.eventually("the child has ended", () -> rig.children.size() == 0);
        assertThat(child.heard().ends()).isZero();
    }

    @Test
    void aRequestThatFindsTooMuchWaitingIsRefusedAndTheLinkLives() {
        var limits = new Limits(MIB, 64, 100);
        var child =
                rig.shell(
                        "read line; cat", Rig.QUICK.withLimits(limits).withMaxQueuedBytes(2 * MIB));
        var first = new RecordedLink();
        var refused = new RecordedLink();
        child.link().request(request(1, 3 * MIB / 2), first);
        child.link().request(request(2, MIB), refused);
        assertThat(refused.failure().kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(refused.failure().executed()).isEqualTo(Executed.NO);
        Rig.eventually(
                "the first is read",
                () -> {
                    child.tell("ping");
                    return child.heard().messages() > 0;
                });
        assertThat(first.isEmpty()).isTrue();
        assertThat(child.heard().ends()).isZero();
    }

    @Test
    void aNotificationThatFindsTooMuchWaitingIsDroppedAndCountedAndTheLinkLives() {
        var limits = new Limits(MIB, 64, 100);
        var child = rig.shell("sleep 60", Rig.QUICK.withLimits(limits).withMaxQueuedBytes(2 * MIB));
        child.link().send(notification(3 * MIB / 2));
        child.link().send(notification(10));
        assertThat(rig.observer.counted())
                .extracting(Object::toString)
                .containsExactly("NOTIFICATION_DROPPED big to backend sh");
        assertThat(rig.observer.incidents())
                .singleElement()
                .asString()
                .contains("bytes to read already");
        assertThat(child.heard().ends()).isZero();
    }

    @Test
    void anAnswerThatFindsTooMuchWaitingIsReplacedByTheReason() {
        var limits = new Limits(MIB, 64, 100);
        var child =
                rig.shell(
                        "read line; read other; cat",
                        Rig.QUICK.withLimits(limits).withMaxQueuedBytes(2 * MIB));
        child.link().request(request(1, 3 * MIB / 2), new RecordedLink());
        child.link().request(request(2, 10), new RecordedLink());
        child.link().send(answer(7, MIB));
        var said = child.heard().next().json().toString();
        assertThat(said).contains("\"id\":7").contains("-31004");
        assertThat(child.heard().ends()).isZero();
    }

    @Test
    void answersForWhichNotEvenTheReasonHasRoomEndTheLink() {
        var limits = new Limits(MIB, 64, 100);
        var child = rig.shell("sleep 60", Rig.QUICK.withLimits(limits).withMaxQueuedBytes(2 * MIB));
        child.link().request(request(1, 2 * MIB - 100), new RecordedLink());
        child.link().send(answer(7, MIB));
        assertThat(child.heard().end().kind()).isEqualTo(Kind.OVERLOADED);
    }

    /** Small ones, each of which is below everything that is looked at while it arrives. */
    @Test
    void aFloodOfNotificationsToAChildThatReadsNothingIsBoundedByItsAccount() {
        var budget = rig.budget(16L * MIB);
        var child = rig.shell("sleep 60");
        for (int i = 0; i < 10_000; i++) {
            child.link().send(notification(3_900));
        }
        assertThat(budget.used()).isBetween(3L * MIB, 8L * MIB);
        assertThat(rig.observer.counted()).hasSizeGreaterThan(7_000);
    }

    @Test
    void whatASessionAndItsBackendMayHoldCountsForLargeMessagesToo() {
        var budget = rig.budget(16L * MIB);
        var one = rig.shell("sleep 60");
        var other = rig.shell("sleep 60");
        var refused = new RecordedLink();
        for (int i = 0; i < 8; i++) {
            one.link().request(request(2 * i, 3 * MIB), refused);
            other.link().request(request(2 * i + 1, 3 * MIB), refused);
        }
        assertThat(refused.failure().kind()).isEqualTo(Kind.OVERLOADED);
        assertThat(budget.used()).isLessThan(12L * MIB);
        var small = new RecordedLink();
        rig.shell("sleep 60").link().request(request(99, 100), small);
        assertThat(small.isEmpty()).as("a small one of a neighbour").isTrue();
    }

    private static Response answer(int id, int size) {
        return Result.of(Id.of(id), Json.object("payload", "x".repeat(size)));
    }

    private static Request request(int id, int size) {
        return Request.of(Id.of(id), "big", Json.object("payload", "x".repeat(size)));
    }

    private static Notification notification(int size) {
        return Notification.of("big", Json.object("payload", "x".repeat(size)));
    }
}

package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.session.Environment;
import io.tieline.session.Principal;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.testkit.peers.RecordedLink;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.security.SecureRandom;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What a program does not read is its own affair. */
final class ChildRoomTest {

    private static final int KIB = 1024;
    private static final long MIB = KIB * KIB;

    @Test
    void aProgramThatDoesNotReadIsEndedAndNobodyElse() {
        var budget = new Budget(8 * MIB);
        var ended = new ArrayList<String>();
        try (var rig = new Rig()) {
            var environment = new Environment(rig.timers, new SecureRandom(), rig.observer, budget);
            var heard = new RecordedLink();
            var command = StdioCommand.of("sh", "-c", "sleep 60");
            var link =
                    StdioBackend.of(command, Rig.QUICK, rig.children, environment).connect(heard);
            var innocent = budget.session(Principal.of("local"));
            innocent.onCostliest(() -> ended.add("innocent"));
            innocent.take(Use.IN_FLIGHT, 12 * KIB);
            for (int i = 0; i < 3; i++) {
                link.send(
                        Notification.of(
                                "big", Json.object("x", Json.string("x".repeat(900 * KIB)))));
            }
            budget.connection().charge(Use.ARRIVING, 5 * MIB);
            var end = heard.end();
            assertThat(end.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(end.message()).contains("held the most");
            assertThat(ended).isEmpty();
            Rig.eventually("it was given back", () -> budget.used(Use.UNREAD) == 0);
        }
    }
}

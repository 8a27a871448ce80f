package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two clients meet in one backend session, or do not, by the policy and the state key. */
final class ScopeKeyTest {

    private static final GatewaySettings EACH = GatewaySettings.DEFAULT;

    /** Which connection answers two callers, each of which calls twice; the first is A. */
    private static String meeting(GatewaySettings settings, Caller one, Caller other) {
        try (var world = GatewayWorld.stateful(settings);
                var first = world.client(Revision.STATELESS, one);
                var second = world.client(Revision.STATELESS, other)) {
            var seen = new ArrayList<String>();
            var letters = new StringBuilder();
            for (var client : List.of(first, first, second, second)) {
                var connection = client.call("echo").text();
                if (!seen.contains(connection)) {
                    seen.add(connection);
                }
                letters.append((char) ('A' + seen.indexOf(connection)));
            }
            return letters.toString();
        }
    }

    private static Caller caller(String principal, String team) {
        return new Caller(principal, Map.of("x-team", team));
    }

    @Test
    void withoutASessionAPrincipalMeetsItself() {
        var alice = GatewayWorld.principal("alice");
        assertThat(meeting(EACH, alice, alice)).isEqualTo("AAAA");
        assertThat(meeting(EACH, alice, GatewayWorld.principal("bob"))).isEqualTo("AABB");
    }

    @Test
    void withTheRequestAsKeyNobodyMeetsAnybody() {
        var alice = GatewayWorld.principal("alice");
        assertThat(meeting(EACH.withStateKey(StateKey.REQUEST), alice, alice)).isEqualTo("ABCD");
        assertThat(meeting(EACH.withSessions(SessionPolicy.PER_REQUEST), alice, alice))
                .isEqualTo("ABCD");
    }

    @Test
    void whereThereAreNoCookiesTheKeyIsThePrincipal() {
        var settings = EACH.withStateKey(StateKey.COOKIE);
        assertThat(meeting(EACH, Caller.LOCAL, Caller.LOCAL)).isEqualTo("AAAA");
        var alice = GatewayWorld.principal("alice");
        assertThat(meeting(settings, alice, GatewayWorld.principal("bob"))).isEqualTo("AABB");
    }

    @Test
    void everybodyMeetsWhereTheSessionIsShared() {
        var settings = EACH.withSessions(SessionPolicy.SHARED);
        assertThat(meeting(settings, caller("alice", "red"), caller("bob", "blue")))
                .isEqualTo("AAAA");
    }

    @Test
    void aKeyOfTheSettingsCountsMoreThanThePrincipal() {
        var pinned =
                new SessionPolicy.Pinned(caller -> caller.headers().getOrDefault("x-team", ""));
        var settings = EACH.withSessions(pinned);
        assertThat(meeting(settings, caller("alice", "red"), caller("bob", "red")))
                .isEqualTo("AAAA");
        assertThat(meeting(settings, caller("alice", "red"), caller("alice", "blue")))
                .isEqualTo("AABB");
    }
}

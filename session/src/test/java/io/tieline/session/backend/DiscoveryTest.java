package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A backend without sessions says what it is, or does not. */
final class DiscoveryTest {

    private final BackendWorld world = BackendWorld.stateless(true);

    private static String text(@Nullable Json welcome, String... path) {
        return welcome == null ? "nothing" : String.valueOf(welcome.text(path));
    }

    @Test
    void aSessionOpensWithWhatTheBackendSaysOfItself() {
        world.link.isDiscovered();
        assertThat(text(world.welcome, "serverInfo", "name")).isEqualTo("s");
        assertThat(text(world.welcome, "protocolVersion")).isEqualTo("2025-11-25");
        assertThat(String.valueOf(world.welcome)).doesNotContain("extensions");
        assertThat(world.session.isStateless()).isTrue();
        assertThat(world.session.discovered().text("cacheScope")).isEqualTo("public");
    }

    @Test
    void aBackendThatSaysLittleIsUnnamed() {
        var discover = world.link.requests(Method.SERVER_DISCOVER).getLast();
        world.link.answers(discover, "{\"supportedVersions\":[\"2026-07-28\"]}");
        assertThat(text(world.welcome, "serverInfo", "name")).isEqualTo("unnamed");
        assertThat(String.valueOf(world.welcome)).contains("\"capabilities\":{}");
    }

    @Test
    void itsInstructionsAreHandedOn() {
        var discover = world.link.requests(Method.SERVER_DISCOVER).getLast();
        world.link.answers(discover, "{\"instructions\":\"Be brief\"}");
        assertThat(text(world.welcome, "instructions")).isEqualTo("Be brief");
    }

    @Test
    void aBackendThatWasDeclaredToSpeakTheRevisionNeedNotBeDiscovered() {
        var discover = world.link.requests(Method.SERVER_DISCOVER).getLast();
        world.link.fails(discover, "{\"code\":-32601,\"message\":\"Unknown\"}");
        assertThat(text(world.welcome, "serverInfo", "name")).isEqualTo("unnamed");
        assertThat(world.end).isNull();
    }

    @Test
    void aBackendThatCannotBeReachedEndsTheSession() {
        var discover = world.link.requests(Method.SERVER_DISCOVER).getLast();
        world.link.stream(discover).failed(LinkFailure.of(LinkFailure.Kind.GONE, "Refused"));
        assertThat(world.welcome).isNull();
        assertThat(world.end).isNotNull();
        assertThat(world.session.isOver()).isTrue();
    }
}

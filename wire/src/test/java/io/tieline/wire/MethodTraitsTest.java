package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which side may send what, as the schemas have it. */
final class MethodTraitsTest {

    static Stream<String> methods() {
        return Arrays.stream(Method.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(MethodTraitsTest::value);
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Request request(String method) {
        return Request.of(Id.of(1), method, null);
    }

    private static Notification notification(String method) {
        return Notification.of(method, null);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodThatHasANameHasTraits(String method) {
        var traits = MethodTraits.of(method);
        assertThat(traits).isNotNull();
        assertThat(traits.kind())
                .isEqualTo(
                        method.startsWith("notifications/")
                                ? MethodTraits.Kind.NOTIFICATION
                                : MethodTraits.Kind.REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "tools/call", "server/discover", "tasks/update"})
    void whatAClientAsksNoServerAsks(String method) {
        assertThat(MethodTraits.isClients(request(method))).isTrue();
        assertThat(MethodTraits.isServers(request(method))).isFalse();
        assertThat(MethodTraits.isInput(method)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sampling/createMessage", "elicitation/create", "roots/list"})
    void whatAServerAsksNoClientAsks(String method) {
        assertThat(MethodTraits.isServers(request(method))).isTrue();
        assertThat(MethodTraits.isClients(request(method))).isFalse();
        assertThat(MethodTraits.isInput(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "tasks/get", "tasks/result", "tasks/list", "tasks/cancel"})
    void whatEitherSideAsksIsNoInput(String method) {
        assertThat(MethodTraits.isServers(request(method))).isTrue();
        assertThat(MethodTraits.isClients(request(method))).isTrue();
        assertThat(MethodTraits.isInput(method)).isFalse();
    }

    @Test
    void aMethodOfTheOtherKindIsNobodys() {
        assertThat(MethodTraits.isServers(notification("tools/call"))).isFalse();
        assertThat(MethodTraits.isClients(notification("tools/call"))).isFalse();
        assertThat(MethodTraits.isServers(request("notifications/message"))).isFalse();
        assertThat(MethodTraits.isClients(request("notifications/cancelled"))).isFalse();
    }

    @Test
    void whatIsToldIsToldByOneSideOrByBoth() {
        assertThat(MethodTraits.isServers(notification("notifications/message"))).isTrue();
        assertThat(MethodTraits.isClients(notification("notifications/message"))).isFalse();
        assertThat(MethodTraits.isServers(notification("notifications/initialized"))).isFalse();
        assertThat(MethodTraits.isClients(notification("notifications/initialized"))).isTrue();
        assertThat(MethodTraits.isServers(notification("notifications/cancelled"))).isTrue();
        assertThat(MethodTraits.isClients(notification("notifications/cancelled"))).isTrue();
    }

    @Test
    void whatNoRevisionKnowsMayComeFromEither() {
        for (var message : new Message[] {request("vendor/x"), notification("vendor/x")}) {
            assertThat(MethodTraits.isServers(message)).isTrue();
            assertThat(MethodTraits.isClients(message)).isTrue();
        }
        assertThat(MethodTraits.isInput("vendor/x")).isFalse();
    }

    @Test
    void anAnswerIsFromWhomItIs() {
        var answer = Result.of(Id.of(1), Json.EMPTY_OBJECT);
        assertThat(MethodTraits.isServers(answer)).isTrue();
        assertThat(MethodTraits.isClients(answer)).isTrue();
    }

    @Test
    void aNameThatNobodyKnowsIsShownShortAndOnOneLine() {
        assertThat(MethodTraits.shown("tools/call")).isEqualTo("tools/call");
        assertThat(MethodTraits.shown("evil\n" + "x".repeat(1000)))
                .startsWith("evil\\n")
                .hasSizeLessThan(100);
    }

    private static Stream<String> having(MethodTraits.Trait trait) {
        return methods().filter(method -> MethodTraits.has(method, trait));
    }

    @Test
    void theStatelessEraHasRemovedWhatSetsSomethingInASession() {
        assertThat(having(MethodTraits.Trait.HANDSHAKE_ONLY))
                .containsExactlyInAnyOrder(
                        "initialize",
                        "ping",
                        "logging/setLevel",
                        "resources/subscribe",
                        "resources/unsubscribe",
                        "tasks/result",
                        "tasks/list");
    }

    @Test
    void onlyThreeRequestsMayRequireInput() {
        assertThat(having(MethodTraits.Trait.MAY_REQUIRE_INPUT))
                .containsExactlyInAnyOrder("tools/call", "prompts/get", "resources/read");
    }

    @Test
    void whatNeverAsksRequiresNoInput() {
        assertThat(having(MethodTraits.Trait.NEVER_ASKS))
                .noneMatch(
                        method -> MethodTraits.has(method, MethodTraits.Trait.MAY_REQUIRE_INPUT));
    }

    @Test
    void listingsAndReadingSayForHowLongTheyMayBeKept() {
        assertThat(having(MethodTraits.Trait.CACHEABLE))
                .containsExactlyInAnyOrder(
                        "server/discover",
                        "tools/list",
                        "prompts/list",
                        "resources/list",
                        "resources/templates/list",
                        "resources/read");
    }

    @Test
    void everyChangeIsHeardByListening() {
        assertThat(having(MethodTraits.Trait.CHANGE))
                .hasSize(4)
                .allMatch(
                        method -> MethodTraits.has(method, MethodTraits.Trait.HEARD_BY_LISTENING));
    }

    @Test
    void ofAMethodThatNobodyKnowsNothingIsTrue() {
        for (var trait : MethodTraits.Trait.values()) {
            assertThat(MethodTraits.has("vendor/x", trait)).as(trait.name()).isFalse();
        }
    }
}

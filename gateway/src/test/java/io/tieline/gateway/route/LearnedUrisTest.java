package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** URIs that servers have named in results: how many of them are remembered, and at whose cost. */
@Timeout(20)
final class LearnedUrisTest {

    private static Json links(int from, int count) {
        return ListedThings.content(
                IntStream.range(from, from + count)
                        .mapToObj(i -> ListedThings.link("memo://" + i))
                        .toArray(Json[]::new));
    }

    private static FederationWorld world(Eras eras, int from, int count) {
        var git = ListedThings.resources(eras.server(), "git", "file:///readme");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        db.tool("few", call -> call.answer(links(0, 1)));
        db.tool("many", call -> call.answer(links(from, count)));
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANDSHAKE_ON_BOTH_SIDES", "STATELESS_SERVERS"})
    void whatOneClientIsNamedPushesNothingOfAnothersOut(Eras eras) {
        try (var world = world(eras, 1, 300)) {
            var client = world.client(eras.client());
            client.call("db__few").result();
            world.client(eras.client()).call("db__many").result();
            assertThat(read(client, "memo://0")).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOldestAreForgottenFirst(Eras eras) {
        try (var world = world(eras, 1, 300)) {
            var client = world.client(eras.client());
            client.call("db__few").result();
            client.call("db__many").result();
            assertThat(read(client, "memo://300")).startsWith("db");
            var uri = Json.object("uri", "memo://0");
            assertThat(client.request(Method.RESOURCES_READ, uri).error().code())
                    .isIn(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.INVALID_PARAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyAreChargedToTheServerThatNamesThem(Eras eras) {
        try (var world = world(eras, 0, 100)) {
            var client = world.client(eras.client());
            client.call("db__few").result();
            long before = world.budget.used(Budget.Use.KEPT);
            client.call("db__many").result();
            assertThat(world.budget.used(Budget.Use.KEPT) - before).isGreaterThan(99 * 200L);
        }
    }
}

package io.tieline.testkit.simulation;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The listen streams of one connection at a backend that needs no session. */
final class Listens {

    private static final List<String> SUBSCRIPTION = List.of("_meta", MetaKey.SUBSCRIPTION_ID);

    private final World world;
    private final SeededRandom dice;
    private final Server server;
    private final Set<Id> open = new HashSet<>(0);

    Listens(World world, SeededRandom dice, Server server) {
        this.world = world;
        this.dice = dice;
        this.server = server;
    }

    void begin(Request listen) {
        var params = listen.params();
        var filter = params == null ? null : params.get("notifications");
        var wanted = filter == null ? Json.EMPTY_OBJECT : filter;
        open.add(listen.id());
        tell(
                listen,
                Notification.of(
                        Method.SUBSCRIPTIONS_ACKNOWLEDGED, Json.object("notifications", wanted)));
        var uris = wanted.get("resourceSubscriptions");
        if (uris != null) {
            uris.elements().forEach(uri -> later(listen, Method.RESOURCES_UPDATED, uri));
        }
        if (wanted.get("toolsListChanged") != null) {
            later(listen, Method.TOOLS_LIST_CHANGED, null);
        }
        if (world.plan().has(Fault.EMPTY_STREAMS)) {
            world.schedule().after(dice.millis(0, 3), () -> finish(listen));
        } else if (dice.chance(0.05)) {
            world.schedule().after(dice.millis(0, 1500), () -> finish(listen));
        }
    }

    private void later(Request listen, String method, @org.jspecify.annotations.Nullable Json uri) {
        var params = uri == null ? Json.EMPTY_OBJECT : Json.object("uri", uri);
        for (int times = dice.between(0, 2); times > 0; times--) {
            world.schedule()
                    .after(
                            dice.millis(0, 1500),
                            () -> tell(listen, Notification.of(method, params)));
        }
    }

    private void tell(Request listen, Notification notification) {
        if (open.contains(listen.id())) {
            var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
            var tagged = params.with(SUBSCRIPTION, listen.id().json());
            server.say(listen.id(), notification.withParams(tagged));
        }
    }

    private void finish(Request listen) {
        if (open.remove(listen.id())) {
            var result = Json.EMPTY_OBJECT.with(SUBSCRIPTION, listen.id().json());
            server.say(
                    listen.id(),
                    Result.of(listen.id(), result.with("resultType", Json.string("complete"))));
        }
    }

    void end(Id id) {
        open.remove(id);
    }
}

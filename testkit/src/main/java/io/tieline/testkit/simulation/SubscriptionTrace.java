package io.tieline.testkit.simulation;

import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who listens hears what it asked for, after it was told so, under the name that it gave, and
 * nothing else; who does not listen hears nothing of the kind.
 */
final class SubscriptionTrace {

    private static final Map<String, String> KINDS =
            Map.of(
                    Method.TOOLS_LIST_CHANGED, "toolsListChanged",
                    Method.PROMPTS_LIST_CHANGED, "promptsListChanged",
                    Method.RESOURCES_LIST_CHANGED, "resourcesListChanged");

    private final Set<Leg> acknowledged = new HashSet<>(0);

    void told(Leg leg, Notification note, Ledger ledger) {
        switch (note.method()) {
            case Method.SUBSCRIPTIONS_ACKNOWLEDGED -> {
                named(leg, note.params(), ledger);
                if (!acknowledged.add(leg)) {
                    ledger.wrong(leg + " was acknowledged twice");
                }
            }
            case Method.TOOLS_LIST_CHANGED,
                    Method.PROMPTS_LIST_CHANGED,
                    Method.RESOURCES_LIST_CHANGED,
                    Method.RESOURCES_UPDATED -> {
                named(leg, note.params(), ledger);
                if (!acknowledged.contains(leg) || !isWanted(leg, note)) {
                    ledger.wrong(leg + " heard what it did not ask for: " + note.json());
                }
            }
            default -> {}
        }
    }

    void ended(Leg leg, Result result, Ledger ledger) {
        if (leg.request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            named(leg, result.result(), ledger);
        }
    }

    private static void named(Leg leg, @Nullable Json params, Ledger ledger) {
        var name = params == null ? null : params.at("_meta", MetaKey.SUBSCRIPTION_ID);
        if (!leg.request.id().json().equals(name)) {
            ledger.wrong(leg + " was told under the subscription " + name);
        }
    }

    private static boolean isWanted(Leg leg, Notification note) {
        var filter =
                leg.request.params() == null ? null : leg.request.params().get("notifications");
        var kind = KINDS.get(note.method());
        if (filter == null) {
            return false;
        }
        if (kind != null) {
            return filter.get(kind) != null;
        }
        var uris = filter.get("resourceSubscriptions");
        var uri = note.params() == null ? null : note.params().get("uri");
        return uri != null && uris != null && List.copyOf(uris.elements()).contains(uri);
    }
}

package io.tieline.app.record;

import io.tieline.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server gives out to have it back, and makes anew each time: cursors, the state of a
 * request in several rounds, ids of tasks, keys of input requests. Where the client of a recording
 * gives back what it was given then, it must be what is given now. Confined to one thread.
 */
final class OpaqueValues {

    /** Where they stand in results, and where they come back. */
    private static final List<List<String>> GIVEN =
            List.of(
                    List.of("nextCursor"),
                    List.of("requestState"),
                    List.of("taskId"),
                    List.of("task", "taskId"));

    private static final List<String> RETURNED = List.of("cursor", "requestState", "taskId");

    private final Map<Json, Json> values = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** A result has come that was another one then. */
    void learn(Json then, Json now) {
        for (var path : GIVEN) {
            var place = path.toArray(String[]::new);
            var before = then.at(place);
            var value = now.at(place);
            if (before != null && value != null) {
                values.put(before, value);
            }
        }
        var before = then.part("inputRequests").members();
        var after = now.part("inputRequests").members();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            keys.put(before.get(i).name(), after.get(i).name());
        }
    }

    /** The params that a client has sent then, as it would send them now. */
    Json inWordsOfNow(Json params) {
        var changed = params;
        for (var name : RETURNED) {
            var before = params.get(name);
            if (before != null && values.containsKey(before)) {
                changed = changed.with(name, values.getOrDefault(before, before));
            }
        }
        var answers = params.part("inputResponses");
        return answers.members().isEmpty()
                ? changed
                : changed.with("inputResponses", renamed(answers, keys));
    }

    /** A result of now with the values of then, where nothing but these may differ. */
    Json inWordsOfThen(Json then, Json now) {
        var changed = now;
        for (var path : GIVEN) {
            var before = then.at(path.toArray(String[]::new));
            if (before != null && now.at(path.toArray(String[]::new)) != null) {
                changed = changed.with(path, before);
            }
        }
        var asked = now.part("inputRequests");
        if (asked.members().isEmpty()) {
            return changed;
        }
        var back = new HashMap<String, String>();
        keys.forEach((before, after) -> back.put(after, before));
        return changed.with("inputRequests", renamed(asked, back));
    }

    private static Json renamed(Json object, Map<String, String> names) {
        return object.withEachMember(member ->
                new Json.Member(names.getOrDefault(member.name(), member.name()), member.value()));
    }
}

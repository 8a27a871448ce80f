package io.tieline.session;

import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which tools, prompts and resources of one backend ask questions, learned from all its sessions.
 * It decides only who waits for whom on a link that cannot attribute, never whom a question
 * reaches. Safe for use by several threads; bounded, since the names come from clients.
 */
public final class Habits {

    private static final int MAX_KEYS = 4096;
    private static final int MAX_NAME = 256;

    private final Map<String, Habit> known = new ConcurrentHashMap<>();

    /** Nothing is known yet. */
    public Habits() {}

    /** What a request is remembered by, or null if nothing can be learned from it. */
    static @Nullable String key(Request request) {
        var params = request.params();
        if (params == null) {
            return null;
        }
        var name =
                switch (request.method()) {
                    case Method.TOOLS_CALL, Method.PROMPTS_GET -> params.text("name");
                    case Method.RESOURCES_READ -> params.text("uri");
                    default -> null;
                };
        return name == null || name.length() > MAX_NAME ? null : request.method() + " " + name;
    }

    Habit of(@Nullable String key) {
        return key == null ? Habit.UNKNOWN : known.getOrDefault(key, Habit.UNKNOWN);
    }

    /** Has asked: that is never forgotten. */
    void asks(@Nullable String key) {
        put(key, Habit.ASKS);
    }

    /** Ran beside others when a question came. */
    void suspect(@Nullable String key) {
        if (of(key) != Habit.ASKS) {
            put(key, Habit.SUSPECT);
        }
    }

    /** Ran alone, and asked nothing. */
    void quiet(@Nullable String key) {
        if (of(key) != Habit.ASKS) {
            put(key, Habit.PLAIN);
        }
    }

    private void put(@Nullable String key, Habit habit) {
        if (key != null && (known.size() < MAX_KEYS || known.containsKey(key))) {
            known.put(key, habit);
        }
    }
}

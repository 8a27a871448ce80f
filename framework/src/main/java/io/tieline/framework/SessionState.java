package io.tieline.framework;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps for one client between its requests: an open browser, a cursor, a name.
 *
 * <p>No other client sees it. It ends with the client's session; values that are {@link
 * AutoCloseable} are closed then, each on a thread of its own; a {@link RunningServer} that ends
 * waits for that, for 5 s at most. Kept in memory. Safe for use by several threads; requests of one
 * client run at the same time.
 */
public final class SessionState {

    private final Map<String, Object> values = new LinkedHashMap<>(0);
    private final Consumer<AutoCloseable> closer;
    private boolean ended;

    SessionState(Consumer<AutoCloseable> closer) {
        this.closer = closer;
    }

    /** What was set under this key, or null. */
    public synchronized @Nullable Object get(String key) {
        return values.get(key);
    }

    /**
     * What was set under this key, or null.
     *
     * @throws ClassCastException if it is of another type
     */
    public <T> @Nullable T get(String key, Class<T> type) {
        return type.cast(get(key));
    }

    /** Sets a value in the place of an earlier one, which is not closed. */
    public void set(String key, Object value) {
        boolean late;
        synchronized (this) {
            late = ended;
            if (!late) {
                values.put(key, value);
            }
        }
        if (late) {
            close(value);
        }
    }

    /** Forgets a value, which is not closed; what it was, or null. */
    public synchronized @Nullable Object delete(String key) {
        return values.remove(key);
    }

    /** The session has ended. */
    void end() {
        List<Object> left;
        synchronized (this) {
            ended = true;
            left = List.copyOf(values.values());
            values.clear();
        }
        left.forEach(this::close);
    }

    private void close(Object value) {
        if (value instanceof AutoCloseable resource) {
            closer.accept(resource);
        }
    }
}

package io.tieline.gateway;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Principal;
import io.tieline.session.Timers;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a backend of the stateless era that may be given again for a while, because the
 * backend has said so (revision 2026-07-28, "Caching"): {@code public} ones to everybody, {@code
 * private} ones in the same authorization context only, which is the principal with the headers
 * that are forwarded for it. What took part in a round of questions is never kept, nor what was
 * asked for before a change was told and answered after it. Bounded; safe for use by several
 * threads.
 */
final class ResultCache {

    private static final Set<String> CACHEABLE =
            Set.of(
                    Method.TOOLS_LIST,
                    Method.PROMPTS_LIST,
                    Method.RESOURCES_LIST,
                    Method.RESOURCES_TEMPLATES_LIST,
                    Method.RESOURCES_READ);

    private static final int MAX_ENTRIES = 1024;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_BYTES_IN_ALL = 32 * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofHours(24);

    /** For whom an answer is private. */
    record Context(Principal principal, Map<String, String> headers) {}

    /** Without a context it is everybody's. */
    private record Key(@Nullable Context context, String method, String params) {}

    private record Entry(Json result, int bytes, long until) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>(0);
    private final AtomicLong changes = new AtomicLong();
    private final Timers timers;
    private final Account account;
    private final Runnable unwatch;
    private long bytes;
    private volatile boolean empty = true;

    /**
     * Nothing is known.
     *
     * @param account what is kept is charged to it; when there is little room nothing is kept
     */
    ResultCache(Timers timers, Account account) {
        this.timers = timers;
        this.account = account;
        this.unwatch = account.budget().watch(this::reached);
    }

    private void reached(Budget.Step step) {
        if (step.isAtLeast(Budget.Step.SHORTER_LIVES)) {
            clear();
        }
    }

    private synchronized void clear() {
        List.copyOf(entries.keySet()).forEach(this::remove);
    }

    /** The backend is not needed any longer. */
    void close() {
        unwatch.run();
        clear();
    }

    /** Whether the answer of such a request may be kept at all. */
    static boolean keeps(Request request) {
        return CACHEABLE.contains(request.method());
    }

    /** A result that still answers this request; null if the backend must be asked. */
    @Nullable Json find(Request request, Context context) {
        if (empty) {
            return null;
        }
        var params = params(request);
        if (params == null) {
            return null;
        }
        var shared = fresh(new Key(null, request.method(), params));
        return shared != null ? shared : fresh(new Key(context, request.method(), params));
    }

    private synchronized @Nullable Json fresh(Key key) {
        var entry = entries.get(key);
        if (entry == null || timers.nanoTime() - entry.until() > 0) {
            remove(key);
            return null;
        }
        return entry.result();
    }

    /** How many changes have been told so far. */
    long changes() {
        return changes.get();
    }

    /**
     * Keeps the answer of this request if the backend lets it.
     *
     * @param asked how many changes had been told when the backend was asked
     */
    void offer(Request request, Response response, Context context, long asked) {
        if (!(response instanceof Result result)) {
            return;
        }
        var body = result.result();
        long lifetime = body.integer("ttlMs").orElse(0);
        var params = params(request);
        if (params == null
                || body.length() + params.length() > MAX_BYTES
                || !"complete".equals(body.text("resultType"))) {
            return;
        }
        long millis = Math.min(lifetime, LONGEST.toMillis());
        if (millis > 0) {
            boolean shared = "public".equals(body.text("cacheScope"));
            var key = new Key(shared ? null : context, request.method(), params);
            long until = timers.nanoTime() + millis * 1_000_000;
            var entry = new Entry(body.detached(), body.length() + params.length(), until);
            put(key, entry, asked);
        }
    }

    private synchronized void put(Key key, Entry entry, long asked) {
        if (asked != changes.get()) {
            return;
        }
        remove(key);
        if (!account.take(Budget.Use.KEPT, entry.bytes())) {
            return;
        }
        entries.put(key, entry);
        bytes += entry.bytes();
        empty = false;
        while (entries.size() > MAX_ENTRIES || bytes > MAX_BYTES_IN_ALL) {
            remove(entries.keySet().iterator().next());
        }
    }

    private void remove(Key key) {
        var gone = entries.remove(key);
        if (gone != null) {
            bytes -= gone.bytes();
            account.give(Budget.Use.KEPT, gone.bytes());
        }
    }

    /** Something has changed: what was known of it is forgotten. */
    void heard(Notification notification) {
        switch (notification.method()) {
            case Method.TOOLS_LIST_CHANGED -> forget(Method.TOOLS_LIST::equals);
            case Method.PROMPTS_LIST_CHANGED -> forget(Method.PROMPTS_LIST::equals);
            case Method.RESOURCES_LIST_CHANGED ->
                    forget(method ->
                            method.equals(Method.RESOURCES_LIST)
                                    || method.equals(Method.RESOURCES_TEMPLATES_LIST));
            case Method.RESOURCES_UPDATED -> forget(Method.RESOURCES_READ::equals);
            default -> {}
        }
    }

    private synchronized void forget(Predicate<String> method) {
        changes.incrementAndGet();
        List.copyOf(entries.keySet()).stream()
                .filter(key -> method.test(key.method()))
                .forEach(this::remove);
    }

    /** What the result depends on; null if it depends on more than the parameters. */
    private static @Nullable String params(Request request) {
        var params = request.params();
        if (params == null) {
            return "{}";
        }
        return params.get("inputResponses") != null || params.get("requestState") != null
                ? null
                : params.without("_meta").toString();
    }
}

package io.tieline.testkit.odd;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What one running odd server knows, whatever its transport. Safe for use by several threads. */
final class ServerState {

    private static final long PATIENCE_SECONDS = 10;

    private final OddServer script;
    private final boolean isStateless;
    private final LeapingClock clock;
    private final Map<String, SessionState> sessions = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Json>> asked = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicInteger numbers = new AtomicInteger();

    ServerState(OddServer script, boolean isStateless, LeapingClock clock) {
        this.script = script;
        this.isStateless = isStateless;
        this.clock = clock;
    }

    /** The server is of revision 2026-07-28. */
    boolean isStateless() {
        return isStateless;
    }

    OddServer script() {
        return script;
    }

    /** Held by a step that is to be alone. */
    ReentrantLock turn() {
        return turn;
    }

    LeapingClock clock() {
        return clock;
    }

    SessionState openSession() {
        if (isStateless) {
            return forAll();
        }
        var form = script.dress().sessionId();
        var id = form.replace("%d", String.valueOf(numbers.incrementAndGet()));
        var session = new SessionState(id);
        sessions.put(id, session);
        return session;
    }

    /** The session of this id; a server without sessions has one for all. */
    @Nullable SessionState session(@Nullable String id) {
        return isStateless || script.dress().sessionId().isEmpty()
                ? forAll()
                : id == null ? null : sessions.get(id);
    }

    private SessionState forAll() {
        return sessions.computeIfAbsent("", SessionState::new);
    }

    void forgetSession(String id) {
        sessions.remove(id);
    }

    void forgetSessions() {
        sessions.clear();
    }

    /** Does what the script says upon this message. */
    void hear(Heard heard, Voice voice) throws Exception {
        if (heard.isAnswer()) {
            var waiting = asked.remove(heard.id());
            if (waiting != null) {
                waiting.complete(heard.json());
            }
            return;
        }
        times.computeIfAbsent(key(heard), _ -> new AtomicInteger()).incrementAndGet();
        for (var rule : script.rules()) {
            if (rule.when().test(heard)) {
                rule.step().take(heard, voice);
                return;
            }
        }
        voice.ordinary();
    }

    private static String key(Heard heard) {
        return heard.method() + " " + heard.tool();
    }

    int times(Heard heard) {
        return times.getOrDefault(key(heard), new AtomicInteger()).get();
    }

    Json ask(Voice voice, String method, String members) throws Exception {
        var id = "\"ask-" + numbers.incrementAndGet() + "\"";
        var answer = new CompletableFuture<Json>();
        asked.put(id, answer);
        voice.say(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + method
                        + "\""
                        + members
                        + "}");
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Something went wrong in a script, other than that its peer has left. */
    void fault(Throwable fault) {
        faults.add(fault);
    }

    List<Throwable> faults() {
        return new ArrayList<>(faults);
    }
}

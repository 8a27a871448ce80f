package io.tieline.app.record;

import io.tieline.session.backend.Backend;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays the client of a recording against a server, and tells in what the server is another one
 * than it was: by message and place. Used by one thread.
 */
public final class Replay {

    /** Ids and tokens are new each time. */
    private static final Set<String> IDS =
            Set.of("_meta", "progressToken", "requestId", "elicitationId", "requestState");

    private final Recording recording;
    private final ReplayPace pace;
    private final Duration patience;
    private final Differences findings;

    /**
     * @param patience how long each answer may take
     */
    public Replay(Recording recording, ReplayPace pace, Duration patience, Differences findings) {
        this.recording = recording;
        this.pace = pace;
        this.patience = patience;
        this.findings = findings;
    }

    /** Plays one connection after the other. */
    public void against(Backend server) throws InterruptedException {
        for (var dialogue : recording.dialogues()) {
            var replayer = new Replayer(server, dialogue, pace, patience, findings);
            var now = replayer.play();
            for (var flow : dialogue.flows()) {
                compare(flow, now.get(flow), replayer.opaque());
            }
        }
    }

    private void compare(Flow then, @Nullable Flow now, OpaqueValues opaque) {
        if (now == null) {
            if (then.request() != null) {
                findings.differ(then.name() + " could not be sent");
            }
            return;
        }
        var response = then.response();
        if (response != null && response.message() instanceof Response recorded) {
            compare(then, recorded, now.response(), opaque);
        }
        var before = byMethod(then.received());
        var after = byMethod(now.received());
        var methods = new LinkedHashMap<>(before);
        after.forEach(methods::putIfAbsent);
        for (var method : methods.keySet()) {
            compare(
                    then,
                    method,
                    before.getOrDefault(method, List.of()),
                    after.getOrDefault(method, List.of()));
        }
    }

    private void compare(Flow then, Response recorded, @Nullable Entry entry, OpaqueValues opaque) {
        if (entry == null || !(entry.message() instanceof Response now)) {
            findings.differ(then.name() + " was not answered");
            return;
        }
        var known = now;
        if (recorded instanceof Result first && now instanceof Result result) {
            known = result.withResult(opaque.inWordsOfThen(first.result(), result.result()));
        }
        findings.differ("The answer to " + then.name(), ReplayedFlow.differences(recorded, known));
    }

    private static Map<String, List<Json>> byMethod(List<Message> messages) {
        var sorted = new LinkedHashMap<String, List<Json>>();
        for (var message : messages) {
            switch (message) {
                case Request question -> {
                    if (!question.method().equals(Method.PING)) {
                        add(sorted, question.method(), question.params());
                    }
                }
                case Notification told -> add(sorted, told.method(), told.params());
                case Response _ -> {}
            }
        }
        return sorted;
    }

    private static void add(Map<String, List<Json>> sorted, String method, @Nullable Json params) {
        sorted.computeIfAbsent(method, _ -> new ArrayList<>()).add(Flow.params(params));
    }

    private void compare(Flow then, String method, List<Json> before, List<Json> after) {
        int both = Math.min(before.size(), after.size());
        for (int i = 0; i < both; i++) {
            findings.differ(
                    method
                            + (before.size() == 1 ? "" : " (number " + (i + 1) + ")")
                            + " in "
                            + then.name(),
                    JsonDifferences.between(before.get(i), after.get(i), IDS));
        }
        if (before.size() != after.size()) {
            findings.differ(
                    method
                            + " in "
                            + then.name()
                            + " came "
                            + after.size()
                            + " times, recorded "
                            + before.size());
        }
    }
}

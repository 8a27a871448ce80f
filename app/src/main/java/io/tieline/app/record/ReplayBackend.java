package io.tieline.app.record;

import io.tieline.session.Environment;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server of a recording: each request is answered as the first one like it that has not been
 * made yet was answered, with the questions and notifications that came in between, in their order.
 * What was not recorded is refused and told of. Safe for use by several threads.
 */
public final class ReplayBackend implements Backend {

    /** What differs from one time to the next, and says nothing. */
    static final Set<String> VOLATILE = Set.of("_meta");

    private final Recording recording;
    private final ReplayPace pace;
    private final Differences findings;
    private final Timers timers;
    private final Strand strand;

    // On the strand.
    private final Set<Flow> used = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A server that answers as in this recording. */
    public ReplayBackend(
            Recording recording, ReplayPace pace, Differences findings, Environment world) {
        this.recording = recording;
        this.pace = pace;
        this.findings = findings;
        this.timers = world.timers();
        this.strand = new Strand(world.observer()::fault);
    }

    @Override
    public String name() {
        return recording.server();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return new ReplayLink(this, listener);
    }

    boolean hasStreams() {
        return recording.hasStreams();
    }

    Strand strand() {
        return strand;
    }

    Timers timers() {
        return timers;
    }

    ReplayPace pace() {
        return pace;
    }

    Differences findings() {
        return findings;
    }

    /** Tells of each request that was recorded and has not been made. */
    public void end() {
        strand.run(() ->
                flows(null)
                        .filter(flow -> flow.request() != null && !used.contains(flow))
                        .filter(flow -> !flow.isHousekeeping())
                        .forEach(flow -> findings.differ(flow.name() + " was never asked")));
    }

    /** The flows, those of the preferred connection first. */
    private Stream<Flow> flows(@Nullable Dialogue first) {
        return Stream.concat(
                first == null ? Stream.empty() : first.flows().stream(),
                recording.dialogues().stream()
                        .filter(one -> !one.equals(first))
                        .flatMap(one -> one.flows().stream()));
    }

    /** The connection to which this flow belongs. */
    Dialogue home(Flow flow) {
        return recording.dialogues().stream()
                .filter(one -> one.flows().stream().anyMatch(other -> isSame(other, flow)))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("ReferenceEquality") // two flows may look alike
    private static boolean isSame(Flow one, Flow other) {
        return one == other;
    }

    /** What followed on such a request; null if none was recorded. */
    @Nullable Flow take(Request request, @Nullable Dialogue home) {
        var alike = flows(home).filter(flow -> isLike(flow, request)).toList();
        var fresh = alike.stream().filter(flow -> !used.contains(flow)).findFirst();
        if (fresh.isPresent()) {
            used.add(fresh.get());
            return fresh.get();
        }
        if (alike.isEmpty()) {
            return null;
        }
        var again = alike.getLast();
        if (!again.isHousekeeping()) {
            findings.differ(again.name() + " was asked more often than recorded");
        }
        return again;
    }

    private static boolean isLike(Flow flow, Request request) {
        var recorded = flow.request();
        return recorded != null
                && recorded.method().equals(request.method())
                && (recorded.method().equals(Method.INITIALIZE)
                        || differences(recorded, request).isEmpty());
    }

    private static List<String> differences(Request recorded, Request now) {
        return JsonDifferences.between(
                Flow.params(recorded.params()), Flow.params(now.params()), VOLATILE);
    }

    /** What followed on such a notification; null if none was recorded. */
    @Nullable Flow take(Notification told, @Nullable Dialogue home) {
        var like =
                flows(home)
                        .filter(flow -> !used.contains(flow))
                        .filter(flow -> isLike(flow, told))
                        .findFirst()
                        .orElse(null);
        if (like != null) {
            used.add(like);
        }
        return like;
    }

    private static boolean isLike(Flow flow, Notification told) {
        var recorded = flow.notification();
        return recorded != null && recorded.method().equals(told.method());
    }

    /** In what a request differs from the one of its method that is most like it. */
    String nearest(Request request) {
        Flow nearest = null;
        List<String> least = List.of();
        for (var flow : flows(null).toList()) {
            var recorded = flow.request();
            if (recorded != null && recorded.method().equals(request.method())) {
                var places = differences(recorded, request);
                if (nearest == null || places.size() < least.size()) {
                    nearest = flow;
                    least = places;
                }
            }
        }
        return nearest == null
                ? "no " + request.method() + " was recorded"
                : "the nearest is " + nearest.name() + ": " + String.join("; ", least);
    }

    static Json shown(Request request) {
        return Flow.params(request.params()).without("_meta");
    }
}

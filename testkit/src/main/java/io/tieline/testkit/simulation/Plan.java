package io.tieline.testkit.simulation;

import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn for one history before it begins.
 *
 * @param seed the seed that it is drawn from
 * @param policy which backend session serves which client
 * @param rule who may overlap where the link cannot attribute
 * @param attributes whether every request has a stream of its own at the backend
 * @param faults what may go wrong
 * @param clients how many clients there are
 * @param tools what the backend offers
 * @param settings the limits of client sessions
 * @param limits how long the backend may take
 * @param fronts in which eras the clients come
 * @param backend in which eras the backend can be spoken to
 * @param room how many bytes may wait
 * @param revision the revision that the gateway is told to speak to the backend, or null
 */
record Plan(
        long seed,
        Policy policy,
        CallRule rule,
        boolean attributes,
        Set<Fault> faults,
        int clients,
        List<Tool> tools,
        SessionSettings settings,
        TimeLimits limits,
        Fronts fronts,
        Eras backend,
        long room,
        @Nullable Revision revision) {

    /** What one can agree on in a handshake. */
    static final List<Revision> HANDSHAKE =
            Stream.of(Revision.values()).filter(each -> !each.isStateless()).toList();

    /** More bytes than ever wait in a history. */
    private static final long PLENTY = 1L << 30;

    /** Serves what names no tool. */
    private static final Tool PLAIN = new Tool("plain", List.of(), Tool.End.RESULT);

    /** Which backend session serves which client. */
    enum Policy {
        PER_CLIENT_SESSION,
        PER_REQUEST,
        SHARED,
        PINNED
    }

    /** In which eras the clients of a history come. */
    enum Fronts {
        /** All begin with a handshake. */
        SESSIONS,
        /** None does. */
        STATELESS,
        /** Some do. */
        MIXED
    }

    /** What a backend understands. */
    enum Eras {
        HANDSHAKE,
        STATELESS,
        BOTH
    }

    static Plan draw(long seed, SeededRandom dice) {
        var policy =
                dice.chance(0.5)
                        ? Policy.PER_CLIENT_SESSION
                        : dice.pick(
                                List.of(
                                        Policy.PER_REQUEST,
                                        Policy.SHARED,
                                        Policy.SHARED,
                                        Policy.PINNED));
        var rule = dice.chance(0.5) ? CallRule.LEARN : dice.pick(CallRule.values());
        boolean attributes = dice.chance(0.4);
        var faults = faults(dice);
        boolean exclusive = policy == Policy.PER_CLIENT_SESSION || policy == Policy.PER_REQUEST;
        var fronts = dice.pick(Fronts.values());
        var backend = dice.pick(List.of(Eras.HANDSHAKE, Eras.HANDSHAKE, Eras.STATELESS, Eras.BOTH));
        boolean certain = attributes || (exclusive && !isShared(policy, fronts));
        var limits = limits(dice, faults);
        return new Plan(
                seed,
                policy,
                rule,
                attributes,
                faults,
                dice.between(1, 3),
                new Toolbox(dice, faults, limits.idle(), attributes, certain).draw(),
                new SessionSettings(
                        SessionSettings.DEFAULT.idle(),
                        SessionSettings.DEFAULT.disconnected(),
                        Duration.ofSeconds(dice.chance(0.5) ? 600 : dice.between(3, 20)),
                        SessionSettings.DEFAULT.maxSessions(),
                        dice.chance(0.9) ? 256 : dice.between(1, 4),
                        SessionSettings.DEFAULT.maxQuestions()),
                limits,
                fronts,
                backend,
                faults.contains(Fault.SCARCITY) ? dice.between(6, 40) * 1024L : PLENTY,
                dice.chance(0.3) ? pinned(backend, dice) : null);
    }

    /** Tools that are late for minutes would find nobody who calls them again. */
    private static TimeLimits limits(SeededRandom dice, Set<Fault> faults) {
        if (!faults.contains(Fault.LATE_ANSWERS) && dice.chance(0.7)) {
            return TimeLimits.DEFAULT;
        }
        return new TimeLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(dice.between(3, 8)),
                Duration.ofSeconds(dice.between(9, 40)));
    }

    private static Revision pinned(Eras backend, SeededRandom dice) {
        boolean stateless = backend == Eras.STATELESS || (backend == Eras.BOTH && dice.chance(0.5));
        return stateless ? Revision.STATELESS : dice.pick(HANDSHAKE);
    }

    /** Clients without sessions share what belongs to their principal. */
    private static boolean isShared(Policy policy, Fronts fronts) {
        return policy == Policy.PER_CLIENT_SESSION && fronts != Fronts.SESSIONS;
    }

    private static Set<Fault> faults(SeededRandom dice) {
        var faults = EnumSet.noneOf(Fault.class);
        if (dice.chance(0.2)) {
            return faults;
        }
        double each = dice.pick(List.of(0.08, 0.25, 0.5));
        for (var fault : Fault.values()) {
            if (dice.chance(each)) {
                faults.add(fault);
            }
        }
        return faults;
    }

    /** What serves this request: the tool that it names, or the plain one. */
    Tool toolFor(Request request) {
        var params = request.params();
        var name = params == null ? null : params.text("name");
        var uri = params == null ? null : params.text("uri");
        var wanted = uri == null ? name : uri.substring(uri.lastIndexOf('/') + 1);
        for (var tool : tools) {
            if (tool.name().equals(wanted)) {
                return tool;
            }
        }
        return PLAIN;
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /**
     * Whether tools may do as they like. On what several clients share over a link that cannot
     * attribute they may not: nothing on the wire could tell whose an unruly tool's questions are.
     */
    boolean mayBeUnruly() {
        return attributes || (exclusive() && !isShared(policy, fronts));
    }

    /**
     * Whether questions may come on the streams of other requests. Where several clients share a
     * session they may not: nothing on the wire could tell whose they are.
     */
    boolean mayShift() {
        return attributes && exclusive() && !isShared(policy, fronts);
    }

    /** Whether every backend session serves one client session only. */
    boolean exclusive() {
        return policy == Policy.PER_CLIENT_SESSION || policy == Policy.PER_REQUEST;
    }

    /** Whether each client session has one backend session until that ends. */
    boolean keepsSessions() {
        return policy == Policy.PER_CLIENT_SESSION && rule != CallRule.LEASE;
    }
}

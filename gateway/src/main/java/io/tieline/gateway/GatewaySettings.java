package io.tieline.gateway;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is told about its backend and about itself.
 *
 * @param sessions which backend session serves which client
 * @param stateKey which backend session serves a client that has no session of its own
 * @param revision the revision to speak with the backend, 2026-07-28 included; null finds out, and
 *     asks for the client's own, or the latest where sessions are shared
 * @param calls who may overlap where the link cannot attribute
 * @param limits how long the backend may take
 * @param idle how long a shared backend session lives after its last client has left
 * @param maxSessions how many sessions there may be with the backend, whoever they serve; null for
 *     64 with a program and 10,000 with any other. Beyond that the one that has been idle longest
 *     gives way
 * @param implementation what the gateway calls itself, as {@code name} and {@code version}
 * @param instructions replaces the backend's instructions; null forwards them
 * @param forwardedHeaders the client's HTTP headers that go to the backend, in lower case; none by
 *     default. Naming {@code authorization} declares the backend to be the same audience
 * @param interceptors see every request, in this order
 */
public record GatewaySettings(
        SessionPolicy sessions,
        StateKey stateKey,
        @Nullable Revision revision,
        CallRule calls,
        TimeLimits limits,
        Duration idle,
        @Nullable Integer maxSessions,
        Json implementation,
        @Nullable String instructions,
        Set<String> forwardedHeaders,
        List<Interceptor> interceptors) {

    /** Each costs the memory of a process. */
    private static final int MAX_PROGRAMS = 64;

    private static final int MAX_SESSIONS = 10_000;

    /**
     * One backend session for each client session, the backend's revision found out, calls that
     * learn.
     */
    public static final GatewaySettings DEFAULT =
            new GatewaySettings(
                    SessionPolicy.PER_CLIENT_SESSION,
                    StateKey.AUTO,
                    null,
                    CallRule.LEARN,
                    TimeLimits.DEFAULT,
                    Duration.ofMinutes(30),
                    null,
                    Json.object("name", "tieline", "version", "0.1.0"),
                    null,
                    Set.of(),
                    List.of());

    public GatewaySettings {
        forwardedHeaders = Set.copyOf(forwardedHeaders);
        interceptors = List.copyOf(interceptors);
        if (maxSessions != null && maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions must be at least 1");
        }
    }

    /** How many sessions there may be with this backend. */
    int maxSessions(Backend backend) {
        var given = maxSessions;
        return given != null ? given : backend.isProgram() ? MAX_PROGRAMS : MAX_SESSIONS;
    }

    /** The same settings with another session policy. */
    public GatewaySettings withSessions(SessionPolicy other) {
        return with(draft -> draft.sessions = other);
    }

    /** The same settings with another key for clients without sessions. */
    public GatewaySettings withStateKey(StateKey other) {
        return with(draft -> draft.stateKey = other);
    }

    /** The same settings with the backend's revision pinned, or found out ({@code null}). */
    public GatewaySettings withRevision(@Nullable Revision other) {
        return with(draft -> draft.revision = other);
    }

    /** The same settings with another rule for overlapping calls. */
    public GatewaySettings withCalls(CallRule other) {
        return with(draft -> draft.calls = other);
    }

    /** The same settings with other time limits. */
    public GatewaySettings withLimits(TimeLimits other) {
        return with(draft -> draft.limits = other);
    }

    /** The same settings with another life of an unused shared session. */
    public GatewaySettings withIdle(Duration other) {
        return with(draft -> draft.idle = other);
    }

    /**
     * The same settings with another bound on the sessions with the backend.
     *
     * @throws IllegalArgumentException if there is to be none
     */
    public GatewaySettings withMaxSessions(int other) {
        return with(draft -> draft.maxSessions = other);
    }

    /** The same settings under another name, as {@code name} and {@code version}. */
    public GatewaySettings withImplementation(Json other) {
        return with(draft -> draft.implementation = other);
    }

    /** The same settings with the gateway's own instructions. */
    public GatewaySettings withInstructions(String other) {
        return with(draft -> draft.instructions = other);
    }

    /** The same settings with these client headers going to the backend. */
    public GatewaySettings withForwardedHeaders(Set<String> other) {
        return with(draft -> draft.forwardedHeaders = other);
    }

    /** The same settings with these interceptors. */
    public GatewaySettings withInterceptors(List<Interceptor> other) {
        return with(draft -> draft.interceptors = other);
    }

    private GatewaySettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new GatewaySettings(
                draft.sessions,
                draft.stateKey,
                draft.revision,
                draft.calls,
                draft.limits,
                draft.idle,
                draft.maxSessions,
                draft.implementation,
                draft.instructions,
                draft.forwardedHeaders,
                draft.interceptors);
    }

    /** Settings of which one is about to change. */
    private static final class Draft {

        private SessionPolicy sessions;
        private StateKey stateKey;
        private @Nullable Revision revision;
        private CallRule calls;
        private TimeLimits limits;
        private Duration idle;
        private @Nullable Integer maxSessions;
        private Json implementation;
        private @Nullable String instructions;
        private Set<String> forwardedHeaders;
        private List<Interceptor> interceptors;

        Draft(GatewaySettings from) {
            sessions = from.sessions;
            stateKey = from.stateKey;
            revision = from.revision;
            calls = from.calls;
            limits = from.limits;
            idle = from.idle;
            maxSessions = from.maxSessions;
            implementation = from.implementation;
            instructions = from.instructions;
            forwardedHeaders = from.forwardedHeaders;
            interceptors = from.interceptors;
        }
    }
}

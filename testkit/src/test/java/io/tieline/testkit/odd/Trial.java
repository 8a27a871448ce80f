package io.tieline.testkit.odd;

import io.tieline.gateway.SessionPolicy;
import io.tieline.wire.Revision;
import java.util.EnumSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An odd server over one transport, behind a gateway of one policy, before a client of one kind.
 */
record Trial(OddServer server, ServerTransport transport, Sessions sessions, Front front) {

    /** How a client reaches the gateway, and which era it speaks. */
    enum Front {
        HTTP(true, Revision.LATEST_HANDSHAKE),
        STDIO(false, Revision.LATEST_HANDSHAKE),
        HTTP_STATELESS(true, Revision.STATELESS),
        STDIO_STATELESS(false, Revision.STATELESS);

        private final boolean http;
        private final Revision revision;

        Front(boolean http, Revision revision) {
            this.http = http;
            this.revision = revision;
        }

        boolean isHttp() {
            return http;
        }

        Revision revision() {
            return revision;
        }
    }

    /** Whose the sessions with the odd server are, and before which fronts that is tried. */
    @SuppressWarnings("ImmutableEnumChecker") // a policy never changes, nor does the set
    enum Sessions {
        OWN(SessionPolicy.PER_CLIENT_SESSION, EnumSet.allOf(Front.class)),
        PER_REQUEST(SessionPolicy.PER_REQUEST, EnumSet.of(Front.HTTP, Front.STDIO_STATELESS)),
        SHARED(SessionPolicy.SHARED, EnumSet.of(Front.STDIO, Front.HTTP_STATELESS)),
        PINNED(SessionPolicy.pinned("all"), EnumSet.of(Front.HTTP));

        private final SessionPolicy policy;
        private final EnumSet<Front> fronts;

        Sessions(SessionPolicy policy, EnumSet<Front> fronts) {
            this.policy = policy;
            this.fronts = fronts;
        }

        SessionPolicy policy() {
            return policy;
        }

        /** Something is kept from one request to the next. */
        boolean keep() {
            return this != PER_REQUEST;
        }
    }

    /** The whole matrix, or what {@code -Dtieline.odd} finds in the names of its trials. */
    static Stream<Trial> all() {
        var wanted = Pattern.compile(System.getProperty("tieline.odd", ""));
        return OddServers.all().stream()
                .flatMap(Trial::of)
                .filter(trial -> wanted.matcher(trial.toString()).find());
    }

    private static Stream<Trial> of(OddServer server) {
        return server.transports().stream()
                .sorted()
                .flatMap(transport ->
                        Stream.of(Sessions.values())
                                .flatMap(sessions ->
                                        sessions.fronts.stream()
                                                .map(front ->
                                                        new Trial(
                                                                server, transport, sessions,
                                                                front))));
    }

    @Override
    public String toString() {
        return server.name() + " over " + transport + ", sessions " + sessions + ", front " + front;
    }
}

package io.tieline.testkit.odd;

import io.tieline.gateway.SessionPolicy;
import io.tieline.wire.Revision;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An odd server over one transport, behind a gateway of one policy, before a client of one kind.
 */
record Trial(OddServer server, ServerTransport transport, Sessions sessions, Front front) {

    /** How a client reaches the gateway, and which era it speaks. */
    enum Front {
        HTTP(Revision.LATEST_HANDSHAKE),
        HTTP_SSE(Revision.V2024_11_05),
        STDIO(Revision.LATEST_HANDSHAKE),
        HTTP_STATELESS(Revision.STATELESS),
        STDIO_STATELESS(Revision.STATELESS);

        private final Revision revision;

        Front(Revision revision) {
            this.revision = revision;
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

    /**
     * Each server over each of its transports, before each front and with each policy at least
     * once; those that lose sessions in the whole matrix. All of what {@code -Dtieline.odd} finds
     * in the names of trials, if that is set.
     */
    static Stream<Trial> all() {
        var wanted = System.getProperty("tieline.odd");
        if (wanted == null) {
            return OddServers.all().stream().flatMap(Trial::chosen);
        }
        var pattern = Pattern.compile(wanted);
        return OddServers.all().stream()
                .flatMap(server -> whole(server).stream())
                .filter(trial -> pattern.matcher(trial.toString()).find());
    }

    private static Stream<Trial> chosen(OddServer server) {
        var all = whole(server);
        if (server.outcome() instanceof Outcome.BeginsAnew) {
            return all.stream();
        }
        // A transport after the other takes the next way through the gateway.
        int transports = server.transports().size();
        int ways = all.size() / transports;
        return IntStream.range(0, all.size())
                .filter(i -> i % ways == 0 || i % ways % transports == i / ways)
                .mapToObj(all::get);
    }

    private static List<Trial> whole(OddServer server) {
        return server.transports().stream().sorted().flatMap(at -> over(server, at)).toList();
    }

    private static Stream<Trial> over(OddServer server, ServerTransport transport) {
        return Stream.of(Sessions.values())
                .flatMap(sessions ->
                        sessions.fronts.stream()
                                .map(front -> new Trial(server, transport, sessions, front)));
    }

    /** The server counts on from one request to the next; one without sessions does so for all. */
    boolean keeps() {
        return sessions.keep() || transport.isStateless();
    }

    @Override
    public String toString() {
        return server.name() + " over " + transport + ", sessions " + sessions + ", front " + front;
    }
}

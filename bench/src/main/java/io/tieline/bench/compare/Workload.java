package io.tieline.bench.compare;

import io.tieline.bench.load.Work;
import io.tieline.bench.load.Work.Kind;
import io.tieline.bench.subject.Route;
import java.util.List;

/**
 * A job that is given to every subject.
 *
 * @param name as it stands behind {@code --only}
 * @param title what it is, in one line
 * @param clients how many, each with a connection and, where there are any, a session of its own
 * @param share of the rate at which a subject can call: that of an open loop; 0 for a closed loop
 */
public record Workload(
        String name, String title, Work work, Route route, int clients, double share) {

    private static final int FEW = 8;
    private static final int MANY = 64;

    private static final Route HANDSHAKE = new Route(false, false, false);
    private static final Route STATELESS = new Route(false, true, true);

    private static final Work PLAIN = new Work(Kind.ECHO, 200, false);
    private static final Work ASK = new Work(Kind.ASK, 200, false);

    /** All that there are, in the order of the report. */
    public static List<Workload> all() {
        return List.of(
                of("plain-200", "calls of 200 B", PLAIN, HANDSHAKE, MANY),
                of("plain-4k", "calls of 4 KB", echo(4_096), HANDSHAKE, MANY),
                of("plain-100k", "calls of 100 KB", echo(102_400), HANDSHAKE, MANY),
                of("stream-5", "five reports, then the result", stream(), HANDSHAKE, MANY),
                of("ask", "a question in each call", ASK, HANDSHAKE, MANY),
                of(
                        "stateless-200",
                        "calls of 200 B without sessions",
                        stateless(),
                        STATELESS,
                        MANY),
                of(
                        "ask-stateless",
                        "a question in each call, no sessions",
                        asking(),
                        STATELESS,
                        MANY),
                of(
                        "ask-to-stateless",
                        "a question in each call, client of 2025-11-25, backend of 2026-07-28",
                        ASK,
                        new Route(false, false, true),
                        MANY),
                of(
                        "ask-to-handshake",
                        "a question in each call, client of 2026-07-28, backend of 2025-11-25",
                        asking(),
                        new Route(false, true, false),
                        MANY),
                of("connections-1", "calls of 200 B", PLAIN, HANDSHAKE, 1),
                of("connections-256", "calls of 200 B", PLAIN, HANDSHAKE, 256),
                of(
                        "sessions",
                        "a session opened, a call of 200 B, the session closed",
                        new Work(Kind.SESSION, 200, false),
                        HANDSHAKE,
                        16),
                new Workload(
                        "open-loop",
                        "calls of 200 B that begin on time, at half of the rate that the subject can do,"
                                + " and at most half of Tieline's",
                        PLAIN,
                        HANDSHAKE,
                        MANY,
                        0.5),
                of(
                        "stdio-200",
                        "calls of 200 B to commands",
                        PLAIN,
                        new Route(true, false, false),
                        FEW),
                of(
                        "stdio-stateless-200",
                        "calls of 200 B without sessions to a command",
                        stateless(),
                        new Route(true, true, true),
                        FEW));
    }

    private static Workload of(String name, String title, Work work, Route route, int clients) {
        return new Workload(name, title, work, route, clients, 0);
    }

    private static Work echo(int bytes) {
        return new Work(Kind.ECHO, bytes, false);
    }

    private static Work stream() {
        return new Work(Kind.STREAM, 200, false);
    }

    private static Work stateless() {
        return new Work(Kind.ECHO, 200, true);
    }

    private static Work asking() {
        return new Work(Kind.ASK, 200, true);
    }

    /**
     * How many JSON-RPC messages one call is on the client's side, there and back. A question is
     * two of them in either era: itself and its answer, or the interim result and the call again.
     */
    public int messages() {
        return switch (work.kind()) {
            case ECHO, LIST -> 2;
            case ASK -> 4;
            case SESSION -> 5;
            case STREAM -> 7;
        };
    }
}

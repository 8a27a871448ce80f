package io.tieline.telemetry;

import io.tieline.telemetry.Instrument.Kind;

/**
 * All that is counted and measured. Names that begin with {@code mcp} are those of the conventions
 * for MCP (semantic-conventions-genai, in development).
 */
final class Instruments {

    static final Instrument ACCEPTED =
            Instrument.of(
                    "tieline.requests.accepted",
                    Kind.COUNTER,
                    "Requests of clients that were accepted.");
    static final Instrument REFUSED =
            Instrument.of(
                    "tieline.requests.refused",
                    Kind.COUNTER,
                    "Requests of clients that were not accepted.",
                    "error.type");
    static final Instrument IN_FLIGHT =
            Instrument.of(
                    "tieline.requests.in_flight",
                    Kind.LEVEL,
                    "Requests of clients without an outcome yet.");
    static final Instrument PARKED =
            Instrument.of(
                    "tieline.parked",
                    Kind.LEVEL,
                    "Requests whose clients are away with questions to answer.");
    static final Instrument SERVED =
            Instrument.of(
                    "mcp.server.operation.duration",
                    Kind.SECONDS,
                    "Time from the arrival of a client's request to its outcome.",
                    "mcp.method.name",
                    "gen_ai.tool.name",
                    "outcome",
                    "error.type");
    static final Instrument CALLED =
            Instrument.of(
                    "mcp.client.operation.duration",
                    Kind.SECONDS,
                    "Time that a server has taken for a call.",
                    "server",
                    "mcp.method.name",
                    "error.type");
    static final Instrument CLIENTS_SESSION =
            Instrument.of(
                    "mcp.server.session.duration",
                    Kind.SECONDS,
                    "How long sessions of clients have lasted.");
    static final Instrument SERVERS_SESSION =
            Instrument.of(
                    "mcp.client.session.duration",
                    Kind.SECONDS,
                    "How long sessions with a server have lasted.",
                    "server");
    static final Instrument QUESTION_WAIT =
            Instrument.of(
                    "tieline.question.wait",
                    Kind.SECONDS,
                    "Time from a server's question to its answer.",
                    "server",
                    "mcp.method.name",
                    "outcome");
    static final Instrument TURN_WAIT =
            Instrument.of(
                    "tieline.turn.wait",
                    Kind.SECONDS,
                    "Time that a call has waited to leave: for its turn, or for a session.",
                    "server");
    static final Instrument SESSIONS =
            Instrument.of(
                    "tieline.sessions",
                    Kind.LEVEL,
                    "Open sessions, of clients and with servers.",
                    "side",
                    "era");
    static final Instrument BACKEND_UP =
            Instrument.of(
                    "tieline.backend.up",
                    Kind.STATE,
                    "Whether the latest session with a server is open.",
                    "server");
    static final Instrument BACKEND_SESSIONS =
            Instrument.of(
                    "tieline.backend.sessions",
                    Kind.LEVEL,
                    "Open sessions with a server.",
                    "server");
    static final Instrument RESTARTS =
            Instrument.of(
                    "tieline.backend.restarts",
                    Kind.COUNTER,
                    "Sessions that a server has lost.",
                    "server");
    static final Instrument UNATTRIBUTED =
            Instrument.of(
                    "tieline.unattributed",
                    Kind.COUNTER,
                    "Questions that could not be tied to a call.");
    static final Instrument DROPPED =
            Instrument.of(
                    "tieline.dropped",
                    Kind.COUNTER,
                    "What was dropped or refused unseen by its sender.",
                    "what");

    private Instruments() {}
}

package io.tieline.telemetry;

import io.tieline.session.Caller;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.telemetry.Meters.Recorder;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what happens, in {@link Meters} of whichever library. Every accepted request
 * is in exactly one outcome. The values of labels are bounded: methods are those of the protocol,
 * tools those that a server has listed, errors the codes that came first. Safe for use by several
 * threads.
 */
public final class MeasuringObserver implements Observer {

    /** So many tools have series of their own. */
    static final int MOST_TOOLS = 500;

    /** So many codes of errors have; a server may invent any. */
    static final int MOST_CODES = 100;

    private static final String NO_ERROR = "";

    private final KnownNames tools = new KnownNames(MOST_TOOLS);
    private final KnownNames codes = new KnownNames(MOST_CODES);
    private final Recorder accepted;
    private final Recorder refused;
    private final Recorder up;
    private final Recorder backendSessions;
    private final Recorder restarts;
    private final Recorder unattributed;
    private final Recorder dropped;
    private final Recorder sessions;
    private final Recorder clientsSessions;
    private final Recorder serversSessions;
    private final ExchangeMeters exchanges;

    private MeasuringObserver(Meters meters) {
        this.accepted = meters.begin(Instruments.ACCEPTED);
        this.refused = meters.begin(Instruments.REFUSED);
        this.up = meters.begin(Instruments.BACKEND_UP);
        this.backendSessions = meters.begin(Instruments.BACKEND_SESSIONS);
        this.restarts = meters.begin(Instruments.RESTARTS);
        this.unattributed = meters.begin(Instruments.UNATTRIBUTED);
        this.dropped = meters.begin(Instruments.DROPPED);
        this.sessions = meters.begin(Instruments.SESSIONS);
        this.clientsSessions = meters.begin(Instruments.CLIENTS_SESSION);
        this.serversSessions = meters.begin(Instruments.SERVERS_SESSION);
        this.exchanges = ExchangeMeters.begin(meters);
        accepted.record(0);
        unattributed.record(0);
    }

    /** Keeps its numbers in these. */
    public static MeasuringObserver in(Meters meters) {
        return new MeasuringObserver(meters);
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        accepted.record(1);
        exchanges.inFlight().record(1);
        return new MeasuredExchange(this, exchanges, RequestName.of(request));
    }

    @Override
    public void refused(Sender client, Caller caller, Request request, RpcError error) {
        refused.record(1, code(error));
    }

    @Override
    public void happened(Incident incident) {
        var server = incident.backend();
        switch (incident.kind()) {
            case SESSION_BEGAN -> {
                up.record(1, server);
                backendSessions.record(1, server);
            }
            case SESSION_ENDED -> backendSessions.record(-1, server);
            case SESSION_LOST -> {
                up.record(0, server);
                backendSessions.record(-1, server);
                restarts.record(1, server);
            }
            case NOT_OPENED -> up.record(0, server);
            case START_LEFT, START_TAKEN, MESSAGE_REFUSED, NAME_HIDDEN -> {}
        }
    }

    @Override
    public void sessionBegan(Session session) {
        sessions.record(1, sideOf(session), eraOf(session));
    }

    @Override
    public void sessionEnded(Session session, Duration lasted) {
        sessions.record(-1, sideOf(session), eraOf(session));
        var server = session.backend();
        if (server == null) {
            clientsSessions.record(seconds(lasted));
        } else {
            serversSessions.record(seconds(lasted), server);
        }
    }

    private static String sideOf(Session session) {
        return session.backend() == null ? "client" : "server";
    }

    private static String eraOf(Session session) {
        return session.isStateless() ? "stateless" : "handshake";
    }

    @Override
    public void counted(Count what, String detail) {
        dropped.record(1, what.name().toLowerCase(Locale.ROOT));
        if (what == Count.QUESTION_OUT_OF_BAND) {
            unattributed.record(1);
        }
    }

    /** A server lists these: from now on they are told apart. */
    void listed(Json result) {
        for (var tool : result.list("tools")) {
            var name = tool.text("name");
            if (name != null) {
                tools.add(name);
            }
        }
    }

    /** The name under which a tool is counted; empty for none. */
    String tool(String name) {
        return tools.label(name);
    }

    String code(RpcError error) {
        var code = String.valueOf(error.code());
        codes.add(code);
        return codes.label(code);
    }

    /** The code of an error, or that a tool says of itself that it failed. */
    String errorIn(@Nullable Response response) {
        return switch (response) {
            case Failure failure -> code(failure.error());
            case Result result when result.isToolError() -> SpanKeys.TOOL_ERROR;
            case Result _ -> NO_ERROR;
            case null -> NO_ERROR;
        };
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

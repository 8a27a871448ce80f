package io.tieline.app;

import io.tieline.app.admin.CallTarget;
import io.tieline.app.terminal.OneLine;
import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the operator what failed, once for each kind of failure and then by {@linkplain Repetitions
 * its number}, and of sessions that begin and end. At debug, a line for each exchange: its method
 * and target, session, backend, outcome and time. Never an argument, a result or a header.
 */
final class ExchangeLog implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLog.class);
    private static final int PREFIX = 8;

    /**
     * Codes below it, down to the last one that JSON-RPC leaves to servers, say what no method
     * does.
     */
    private static final int FIRST_OF_SERVERS = -32_000;

    private static final int LAST_OF_SERVERS = -32_019;

    private final String backend;
    private final Level ofSessions;

    /** What clients have asked for, under names that they may have invented. */
    private final Repetitions requests;

    /** What the backend has failed to do, whoever asked: no client's names can crowd it out. */
    private final Repetitions failures;

    /** What has happened to the backend itself. */
    private final Repetitions incidents;

    /**
     * A log of what goes to the backend of this name.
     *
     * @param backend empty if there are several
     * @param sessionsLast whether a session with it lasts longer than a request, and so deserves a
     *     line for its beginning and its end
     */
    ExchangeLog(String backend, boolean sessionsLast) {
        this(backend, sessionsLast, System::nanoTime);
    }

    ExchangeLog(String backend, boolean sessionsLast, LongSupplier nanoTime) {
        this.backend = backend;
        this.requests = new Repetitions(nanoTime);
        this.failures = new Repetitions(nanoTime);
        this.incidents = new Repetitions(nanoTime);
        this.ofSessions = sessionsLast ? Level.INFO : Level.DEBUG;
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        return new Logged(client.session(), request);
    }

    /** One request of a client, of which the end is told. */
    private final class Logged implements ExchangeObserver {

        private final String session;
        private final Request request;

        Logged(String session, Request request) {
            this.session = session;
            this.request = request;
        }

        @Override
        public boolean isDetailed() {
            return false;
        }

        @Override
        public void finished(Ending ending) {
            ended(this, ending);
        }
    }

    private void ended(Logged logged, Ending ending) {
        var error = ending.error();
        if (error == null) {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{}", line(logged, ending, lower(ending.outcome())));
            }
            return;
        }
        var end = "error " + error.code();
        var level = level(error);
        if (level == Level.DEBUG) {
            LOG.atDebug().log(() -> line(logged, ending, end) + ": " + error.message());
        } else {
            var kind = end + error.message();
            var line = requests.next(what(logged.request) + kind);
            if (line.isFlooded() && level == Level.WARN) {
                line = failures.next(kind);
            }
            at(
                    line.isDue() ? level : Level.DEBUG,
                    line.of(line(logged, ending, end) + ": " + error.message()));
        }
    }

    private String line(Logged logged, Ending ending, String end) {
        var atBackend = ending.backendTook();
        return what(logged.request)
                + " "
                + name(logged.session)
                + backend(ending)
                + ": "
                + end
                + " in "
                + ending.took().toMillis()
                + " ms"
                + (atBackend == null ? "" : " (the backend " + atBackend.toMillis() + " ms)");
    }

    /** Of several, an error names its own, and a prefixed name says as much. */
    private String backend(Ending ending) {
        var data = ending.error() == null ? null : ending.error().data();
        var own = data == null ? null : data.text("backend");
        var name = own == null ? backend : own;
        return name.isEmpty() ? "" : " backend " + name;
    }

    private static String what(Request request) {
        return request.method() + target(request);
    }

    @Override
    public void happened(Incident incident) {
        var text = "Backend " + incident.backend() + ": ";
        switch (incident.kind()) {
            case SESSION_BEGAN -> {
                requests.recovered();
                failures.recovered();
                incidents.recovered();
                at(ofSessions, text + "a session began, " + incident.reason());
            }
            case SESSION_ENDED -> at(ofSessions, text + "a session ended: " + incident.reason());
            case START_LEFT ->
                    at(
                            Level.DEBUG,
                            text + "a start goes on that nobody waits for: " + incident.reason());
            case START_TAKEN ->
                    at(Level.DEBUG, text + "a start is waited for again: " + incident.reason());
            case SESSION_LOST ->
                    warn(incidents, text + "a session broke off: " + incident.reason());
            case NOT_OPENED -> warn(incidents, text + "no session: " + incident.reason());
            case MESSAGE_REFUSED ->
                    warn(incidents, text + "a message was not taken: " + incident.reason());
            case NAME_HIDDEN -> warn(incidents, text + incident.reason());
        }
    }

    @Override
    public void counted(Count what, String detail) {
        // A server asks for roots when it begins, and goes on without an answer.
        boolean ordinary = what.isOrdinary() || detail.startsWith(Method.ROOTS_LIST);
        var text = lower(what) + ": " + detail;
        if (ordinary) {
            LOG.debug("{}", text);
        } else {
            warn(requests, text); // A client may have chosen the method that it names.
        }
    }

    @Override
    public void fault(Throwable fault) {
        LOG.error("A fault in the program, confined to one message; please report it", fault);
    }

    @Override
    public void fault(Throwable fault, String what, String number) {
        LOG.error(
                "{}; fault {} in the program, confined to one message; please report it",
                what,
                number,
                fault);
    }

    /** A server's refusal of one request is its client's affair; that it cannot serve is not. */
    private static Level level(RpcError error) {
        return switch (error.code()) {
            case ErrorCode.BACKEND_GONE,
                    ErrorCode.BACKEND_TIMED_OUT,
                    ErrorCode.BACKEND_BROKE_PROTOCOL,
                    ErrorCode.BACKEND_SESSION_LOST,
                    ErrorCode.OVERLOADED ->
                    Level.WARN;
            case ErrorCode.INTERNAL_ERROR -> Level.INFO;
            case ErrorCode.RESOURCE_NOT_FOUND -> Level.DEBUG;
            default ->
                    error.code() <= FIRST_OF_SERVERS && error.code() >= LAST_OF_SERVERS
                            ? Level.INFO
                            : Level.DEBUG;
        };
    }

    private static void warn(Repetitions alike, String text) {
        var line = alike.next(text);
        at(line.isDue() ? Level.WARN : Level.DEBUG, line.of(text));
    }

    private static void at(Level level, String text) {
        LOG.atLevel(level).log("{}", text);
    }

    /** The tool, prompt or resource, for whoever reads the log; never more than its name. */
    private static String target(Request request) {
        var name = CallTarget.of(request);
        return name.isEmpty() ? "" : " " + OneLine.of(name);
    }

    private static String name(String session) {
        return session.isEmpty() ? "no session" : "session " + session.substring(0, PREFIX);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.tieline.testkit.peers;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Question;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, with all that has happened to it as {@link RecordedObserver} was told.
 * Safe for use by several threads; every list is a copy.
 */
public final class RecordedExchange implements ExchangeObserver {

    private final Monitor monitor = new Monitor();
    private final List<String> events = new ArrayList<>();
    private final String session;
    private final Caller caller;
    private final Request request;
    private @Nullable Ending ending;

    RecordedExchange(String session, Caller caller, Request request) {
        this.session = session;
        this.caller = caller;
        this.request = request;
    }

    /** The name of its client's session; empty if that has none. */
    public String session() {
        return session;
    }

    /** Who sent it. */
    public Caller caller() {
        return caller;
    }

    /** The request as the client wrote it. */
    public Request request() {
        return request;
    }

    /** How it ended; null if it has not. */
    public @Nullable Ending ending() {
        return monitor.read(() -> ending);
    }

    /**
     * What has happened, a line each: {@code routed SERVER}, {@code left SERVER}, {@code asked
     * METHOD by SERVER}, {@code answered METHOD}, {@code told METHOD}, {@code parked ROUND}, {@code
     * resumed ROUND}, {@code returned SERVER}, {@code failed SERVER}, {@code finished OUTCOME}.
     */
    public List<String> events() {
        return monitor.read(() -> List.copyOf(events));
    }

    boolean isCallOf(String tool) {
        var params = request.params();
        return request.method().equals(Method.TOOLS_CALL)
                && params != null
                && tool.equals(params.text("name"));
    }

    private void add(String event) {
        monitor.change(() -> events.add(event));
    }

    @Override
    public void routed(ServerCall call) {
        add("routed " + call.server());
    }

    @Override
    public void left(ServerCall call, Request sent) {
        add("left " + call.server());
    }

    @Override
    public void asked(Question question, @Nullable ServerCall origin) {
        add("asked " + name(question) + (origin == null ? "" : " by " + origin.server()));
    }

    @Override
    public void answered(Question question, Response answer) {
        add((answer instanceof Result ? "answered " : "refused ") + name(question));
    }

    @Override
    public void withdrawn(Question question) {
        add("withdrawn " + name(question));
    }

    private static String name(Question question) {
        return question.request().method();
    }

    @Override
    public void told(Notification notification) {
        add("told " + notification.method());
    }

    @Override
    public void parked(long round) {
        add("parked " + round);
    }

    @Override
    public void resumed(long round, Request retry) {
        add("resumed " + round);
    }

    @Override
    public void returned(ServerCall call, Response response, Duration took) {
        add("returned " + call.server());
    }

    @Override
    public void failed(ServerCall call, RpcError error) {
        add("failed " + call.server());
    }

    @Override
    public void finished(Ending how) {
        monitor.change(() -> {
            ending = how;
            events.add("finished " + how.outcome());
        });
    }
}

package io.tieline.testkit.odd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import java.io.IOException;
import java.time.Duration;

/**
 * What an odd server says because of one message, on the transport on which it came. Used by one
 * thread.
 */
public abstract class Voice {

    private final ServerState server;
    private final SessionState session;
    private final Heard heard;
    private int steps;

    Voice(ServerState server, SessionState session, Heard heard) {
        this.server = server;
        this.session = session;
        this.heard = heard;
    }

    /** Writes bytes as they are: on stdio to the pipe, else as a piece of the event stream. */
    public abstract void raw(byte[] bytes) throws IOException;

    /** Ends what is written because of the message. */
    abstract void end() throws IOException;

    /** Ends the response here, in order, as it stands. */
    public void endHere() throws IOException {
        end();
    }

    /** Leaves the response open for ever. */
    public void neverEnd() {}

    /** Breaks the connection off, or closes both pipes. */
    public abstract void hangUp() throws IOException;

    /** The bytes of one message as the transport frames it. */
    abstract byte[] framed(String message);

    /** Writes text as it is. */
    public final void raw(String text) throws IOException {
        raw(text.getBytes(UTF_8));
    }

    /** Says one message, whatever its text. */
    public final void say(String message) throws IOException {
        raw(framed(server.script().dress().message().apply(message)));
    }

    /** Answers with this result. */
    public final void answer(String result) throws IOException {
        answerInFull(server.isStateless() ? OrdinaryServer.complete(result) : result);
    }

    private void answerInFull(String result) throws IOException {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + heard.id() + ",\"result\":" + result + "}");
    }

    /** Answers with one block of text. */
    public final void text(String text) throws IOException {
        answer(OrdinaryServer.content(text));
    }

    /** Answers with this error. */
    public final void fail(String error) throws IOException {
        say("{\"jsonrpc\":\"2.0\",\"id\":" + heard.id() + ",\"error\":" + error + "}");
    }

    /** Says a notification. */
    public final void tell(String method, String params) throws IOException {
        say("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Reports progress of the call that was heard. */
    public final void progress() throws IOException {
        var token = heard.json().at("params", "_meta", "progressToken");
        tell(
                "notifications/progress",
                "{\"progressToken\":" + token + ",\"progress\":" + ++steps + "}");
    }

    /**
     * Asks something, and waits for the answer.
     *
     * @param members further members of the request, each after a comma
     */
    public final Json ask(String method, String members) throws Exception {
        return server.ask(this, method, members);
    }

    /**
     * Waits until the gateway has read what was said; it answers a ping. A server without sessions
     * cannot know.
     */
    public final void meet() throws Exception {
        if (!server.isStateless()) {
            var _ = ask("ping", "");
        }
    }

    /** Takes this step when no other is taken that wants to be alone, too. */
    public final void alone(Step step) throws Exception {
        server.turn().lock();
        try {
            step.take(heard, this);
        } finally {
            server.turn().unlock();
        }
    }

    /** Lets this time pass for the gateway. */
    public final void pass(Duration time) {
        server.clock().leap(time);
    }

    /** Answers as an ordinary server does. */
    public final void ordinary() throws IOException {
        OrdinaryServer.answer(heard, session, server, this);
    }

    /** Forgets all sessions: whoever names one of them hears that it is not known. */
    public final void forget() {
        server.forgetSessions();
    }

    /** How often this server has been asked for this, now included, in whichever session. */
    public final int times() {
        return server.times(heard);
    }
}

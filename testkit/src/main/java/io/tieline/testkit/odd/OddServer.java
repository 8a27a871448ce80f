package io.tieline.testkit.odd;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A server that is odd in one way, and ordinary in every other: it has the tools {@code echo},
 * {@code count} (how often it was called in this session) and {@code odd}. Immutable.
 */
public final class OddServer {

    private final String name;
    private final String oddity;
    private final Set<ServerTransport> transports;
    private final List<Rule> rules;
    private final Dress dress;
    private final Outcome outcome;

    private OddServer(Builder builder, Outcome outcome) {
        this.name = builder.name;
        this.oddity = builder.oddity;
        this.transports = Set.copyOf(builder.transports);
        this.rules = List.copyOf(builder.rules);
        this.dress = builder.dress();
        this.outcome = outcome;
    }

    /** A few words with hyphens between them. */
    public String name() {
        return name;
    }

    /** One sentence that says what it does. */
    public String oddity() {
        return oddity;
    }

    /** The transports over which it exists. */
    public Set<ServerTransport> transports() {
        return transports;
    }

    /** What must come out of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** What it does upon which message; the first that fits. */
    List<Rule> rules() {
        return rules;
    }

    /** How it writes. */
    Dress dress() {
        return dress;
    }

    /** What the server does upon a message. */
    record Rule(Predicate<Heard> when, Step step) {}

    /**
     * How the server writes.
     *
     * @param banner is written to stdout before anything was heard
     * @param message changes the text of each message
     * @param frame turns the text of a message into an event
     * @param web takes HTTP requests away from the ordinary server
     * @param unknownSession answers a request of a session that is not known
     * @param sessionId the session id that it gives, {@code %d} being a number; empty for none
     * @param eventsType the media type of event streams
     * @param jsonType the media type of JSON
     * @param olderHttp it speaks HTTP/1.0
     * @param taken the status of a message that wants no answer
     * @param revision what it says in answer to {@code initialize}
     */
    record Dress(
            String banner,
            UnaryOperator<String> message,
            UnaryOperator<String> frame,
            WebStep web,
            WebStep unknownSession,
            String sessionId,
            String eventsType,
            String jsonType,
            boolean olderHttp,
            WebStep taken,
            String revision) {}

    /** Begins a server that must work in all transports. */
    public static Builder named(String name, String oddity) {
        return new Builder(name, oddity);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Puts an {@link OddServer} together. Not safe for use by several threads. */
    public static final class Builder {

        private final String name;
        private final String oddity;
        private final List<Rule> rules = new ArrayList<>();
        private Set<ServerTransport> transports =
                EnumSet.range(ServerTransport.STDIO, ServerTransport.HTTP_SSE);
        private String banner = "";
        private UnaryOperator<String> message = UnaryOperator.identity();
        private UnaryOperator<String> frame = text -> "event: message\ndata: " + text + "\n\n";
        private WebStep web = WebStep.NONE;
        private WebStep unknownSession = WebStep.status("404 Not Found");
        private String sessionId = "session-%d";
        private String eventsType = "text/event-stream";
        private String jsonType = "application/json";
        private boolean olderHttp;
        private WebStep taken = WebStep.status("202 Accepted");
        private String revision = "2025-11-25";

        private Builder(String name, String oddity) {
            this.name = name;
            this.oddity = oddity;
        }

        /** Over these transports only. */
        public Builder over(ServerTransport first, ServerTransport... others) {
            transports = EnumSet.of(first, others);
            return this;
        }

        /** Over the same transports in revision 2026-07-28 as well. */
        public Builder inBothEras() {
            transports = ServerTransport.inBothEras(transports);
            return this;
        }

        /** Does this upon messages of a method or calls of a tool. */
        public Builder upon(String methodOrTool, Step step) {
            return upon(heard -> heard.is(methodOrTool), step);
        }

        /** Does this upon messages of a kind. */
        public Builder upon(Predicate<Heard> kind, Step step) {
            rules.add(new Rule(kind, step));
            return this;
        }

        /** Answers a method or a tool with this result. */
        public Builder answers(String methodOrTool, String result) {
            return upon(methodOrTool, (heard, voice) -> voice.answer(result));
        }

        /** Writes this to its stdout before anything else. */
        public Builder banner(String text) {
            banner = text;
            return this;
        }

        /** Changes the text of every message before it is written. */
        public Builder writing(UnaryOperator<String> change) {
            message = change;
            return this;
        }

        /** Writes its events in another form. */
        public Builder framing(UnaryOperator<String> other) {
            frame = other;
            return this;
        }

        /** Serves some HTTP requests in its own way. */
        public Builder web(WebStep step) {
            web = step;
            return this;
        }

        /** Answers requests of sessions that it does not know in its own way. */
        public Builder unknownSession(WebStep step) {
            unknownSession = step;
            return this;
        }

        /** Gives session ids of this form, with {@code %d} in it; an empty one for no session. */
        public Builder sessionId(String form) {
            sessionId = form;
            return this;
        }

        /** Declares its event streams as this. */
        public Builder eventsType(String type) {
            eventsType = type;
            return this;
        }

        /** Declares its JSON as this. */
        public Builder jsonType(String type) {
            jsonType = type;
            return this;
        }

        /** Speaks HTTP/1.0: no chunks, and one request for each connection. */
        public Builder olderHttp() {
            olderHttp = true;
            return this;
        }

        /** Acknowledges notifications and answers in its own way. */
        public Builder taking(WebStep step) {
            taken = step;
            return this;
        }

        /** Says that it speaks this revision. */
        public Builder revision(String text) {
            revision = text;
            return this;
        }

        /** Everything must work. */
        public OddServer works() {
            return with(Outcome.WORKS);
        }

        /** The odd call must fail at once, and the session go on. */
        public OddServer fails(int code, String phrase) {
            return with(new Outcome.Fails(code, phrase, 1));
        }

        /** This must come out. */
        public OddServer with(Outcome outcome) {
            return new OddServer(this, outcome);
        }

        private Dress dress() {
            return new Dress(
                    banner,
                    message,
                    frame,
                    web,
                    unknownSession,
                    sessionId,
                    eventsType,
                    jsonType,
                    olderHttp,
                    taken,
                    revision);
        }
    }
}

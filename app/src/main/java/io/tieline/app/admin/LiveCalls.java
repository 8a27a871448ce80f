package io.tieline.app.admin;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests of clients that are in flight, each with its questions, and the latest events of
 * all. Names and times only: no argument, no answer, no header. Safe for use by several threads.
 */
public final class LiveCalls implements Observer {

    /** The first event of each call. */
    static final String BEGAN = "began";

    private static final int PREFIX = 8;

    /** Calls are numbered from 1. */
    private static final long NO_CALL = 0;

    private final Map<Long, LiveCall> inFlight = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final EventRing ring = new EventRing();
    private final Clock clock;

    /** Nothing is in flight; the clock is that of the wall, for those who read. */
    public LiveCalls(Clock clock) {
        this.clock = clock;
    }

    /** The latest events. */
    EventRing ring() {
        return ring;
    }

    /** How many requests are in flight. */
    int size() {
        return inFlight.size();
    }

    /** What is in flight, the oldest first. */
    List<Json> inFlight() {
        long now = clock.millis();
        return inFlight.values().stream().map(call -> call.json(now)).toList();
    }

    @Override
    public ExchangeObserver began(Sender client, Caller caller, Request request) {
        long number = numbers.incrementAndGet();
        var call = new LiveCall(number, client, caller, request);
        inFlight.put(number, call);
        call.add(BEGAN);
        return call;
    }

    @Override
    public void refused(Sender client, Caller caller, Request request, RpcError error) {
        var method = MethodTraits.shown(request.method());
        var target = CallTarget.of(request);
        var name = CallTarget.client(client);
        var principal = caller.principal().name();
        int code = error.code();
        ring.add(
                "refused",
                NO_CALL,
                clock.millis(),
                () ->
                        Json.object(
                                "method",
                                method,
                                "target",
                                target,
                                "client",
                                name,
                                "principal",
                                principal,
                                "code",
                                code));
    }

    @Override
    public void happened(Incident incident) {
        ring.add(
                "incident",
                NO_CALL,
                clock.millis(),
                () ->
                        Json.object(
                                "what",
                                lower(incident.kind()),
                                "server",
                                incident.backend(),
                                "reason",
                                incident.reason()));
    }

    @Override
    public void counted(Count what, String detail) {
        ring.add(
                "counted",
                NO_CALL,
                clock.millis(),
                () -> Json.object("what", lower(what), "detail", detail));
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The beginning of a session's name, which is no secret: the whole name is half of one. */
    static String shown(String session) {
        return session.length() <= PREFIX ? session : session.substring(0, PREFIX);
    }

    /** One request in flight. Told on its client's strand, read anywhere. */
    private final class LiveCall implements ExchangeObserver {

        private final long number;
        private final long began = clock.millis();
        private final String method;
        private final String target;
        private final String session;
        private final String revision;
        private final String client;
        private final String principal;

        // Under the monitor of this object.
        private final IdentityHashMap<Question, Asked> open = new IdentityHashMap<>(0);
        private final Set<String> servers = new LinkedHashSet<>();
        private long asked;
        private boolean parked;

        /** A question that waits for its answer. */
        private record Asked(long number, String method, String server, long at) {}

        LiveCall(long number, Sender client, Caller caller, Request request) {
            this.number = number;
            this.method = MethodTraits.shown(request.method());
            this.target = CallTarget.of(request);
            this.session = shown(client.session());
            this.revision = client.revision().text();
            this.client = CallTarget.client(client);
            this.principal = caller.principal().name();
        }

        private Json about() {
            return Json.object(
                    "call",
                    number,
                    "method",
                    method,
                    "target",
                    target,
                    "session",
                    session,
                    "revision",
                    revision,
                    "client",
                    client,
                    "principal",
                    principal);
        }

        synchronized Json json(long now) {
            var waiting = new ArrayList<Json>();
            open.values().stream()
                    .sorted(Comparator.comparingLong(Asked::number))
                    .forEach(question ->
                            waiting.add(
                                    Json.object(
                                            "method",
                                            question.method(),
                                            "server",
                                            question.server(),
                                            "ageMs",
                                            now - question.at())));
            return about().with("ageMs", Json.number(now - began))
                    .with("servers", Json.array(servers.stream().map(Json::string).toList()))
                    .with("state", Json.string(state()))
                    .with("questions", Json.array(waiting));
        }

        private String state() {
            if (parked) {
                return "parked";
            }
            return open.isEmpty() ? "running" : "asking";
        }

        /** Adds an event; the names and values are of {@link Json#object(Object...)}. */
        private void add(String kind, @Nullable Object... more) {
            ring.add(
                    kind,
                    number,
                    clock.millis(),
                    () -> {
                        var event = about();
                        for (var member : Json.object(more).members()) {
                            event = event.with(member.name(), member.value());
                        }
                        return event;
                    });
        }

        @Override
        public void routed(ServerCall call) {
            synchronized (this) {
                servers.add(call.server());
            }
            add("routed", "server", call.server());
        }

        @Override
        public void left(ServerCall call, Request sent) {
            add("left", "server", call.server(), "id", sent.id().toString());
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            var server = origin == null ? "" : origin.server();
            var method = MethodTraits.shown(question.request().method());
            Asked known;
            synchronized (this) {
                known = new Asked(++asked, method, server, clock.millis());
                open.put(question, known);
            }
            add("asked", "server", server, "question", known.number(), "asks", method);
        }

        private synchronized @Nullable Asked take(Question question) {
            return open.remove(question);
        }

        @Override
        public void answered(Question question, Response answer) {
            settled("answered", take(question), answer instanceof Failure ? "error" : "result");
        }

        @Override
        public void withdrawn(Question question) {
            settled("withdrawn", take(question), "withdrawn");
        }

        private void settled(String kind, @Nullable Asked known, String how) {
            if (known != null) {
                add(
                        kind,
                        "server",
                        known.server(),
                        "question",
                        known.number(),
                        "asks",
                        known.method(),
                        "outcome",
                        how,
                        "tookMs",
                        clock.millis() - known.at());
            }
        }

        @Override
        public void told(Notification notification) {
            add("told", "what", MethodTraits.shown(notification.method()));
        }

        @Override
        public void parked(long round) {
            synchronized (this) {
                parked = true;
            }
            add("parked", "round", round);
        }

        @Override
        public void resumed(long round, Request retry) {
            synchronized (this) {
                parked = false;
            }
            add("resumed", "round", round);
        }

        @Override
        public void returned(ServerCall call, Response response, Duration took) {
            add("returned", "server", call.server(), "tookMs", took.toMillis());
        }

        @Override
        public void failed(ServerCall call, RpcError error) {
            add("failed", "server", call.server(), "code", error.code());
        }

        @Override
        public void finished(Ending ending) {
            inFlight.remove(number);
            synchronized (this) {
                open.clear(); // The ring keeps what it knows of this call, and no message.
            }
            var error = ending.error();
            add(
                    "finished",
                    "outcome",
                    lower(ending.outcome()),
                    "code",
                    error == null ? null : error.code(),
                    "isError",
                    ending.response() instanceof Result result && result.isToolError(),
                    "tookMs",
                    ending.took().toMillis());
        }
    }
}

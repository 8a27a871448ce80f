package io.tieline.framework;

import io.tieline.session.Caller;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Question;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handler's view of the one request that it serves, and its only way back to the client who sent
 * it.
 *
 * <p>What it {@linkplain #elicit asks}, {@linkplain #log logs} and {@linkplain #progress reports}
 * reaches that client as part of that request, however many others are being served; there is no
 * current request to be looked up, so hand this object on to whatever code needs it, on any thread.
 *
 * <p>Asking blocks until the client answers, its time for an answer is over (10 minutes unless the
 * listener says otherwise), or the request ends. If the client takes the request back or goes away,
 * the handler's thread is interrupted, {@link #isCancelled} turns true, and whatever asks throws
 * {@link CancellationException}. What is said after the handler has returned is dropped, but for
 * {@link #elicitationComplete}. Safe for use by several threads.
 */
public final class McpContext {

    private final Exchange exchange;
    private final ServerSession session;
    private final List<Consumer<@Nullable String>> listeners = new ArrayList<>(0);
    private boolean cancelled;
    private @Nullable String reason;
    private volatile boolean returned;

    McpContext(Exchange exchange, ServerSession session) {
        this.exchange = exchange;
        this.session = session;
    }

    /** The request's id, as the client chose it. */
    public Id requestId() {
        return exchange.request().id();
    }

    /** The request's {@code _meta}, or an empty object. */
    public Json meta() {
        var meta = exchange.request().meta();
        return meta == null ? Json.EMPTY_OBJECT : meta;
    }

    /** What the client says of itself. */
    public Implementation client() {
        return new Implementation(exchange.client().clientInfo());
    }

    /** What the client can be asked. */
    public ClientCapabilities capabilities() {
        return exchange.client().capabilities();
    }

    /** Who sent the request, as far as the transport knows, with its headers. */
    public Caller caller() {
        return exchange.caller();
    }

    /** The name of the scope that {@link #state} belongs to. A name, not a credential. */
    public String sessionId() {
        return session.id();
    }

    /** What this server keeps for this client between requests. */
    public SessionState state() {
        return session.state();
    }

    /**
     * Asks the user to fill in a form.
     *
     * @param schema a JSON Schema of a flat object: strings, numbers, booleans, choices
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     */
    public Answer<Values> elicit(String message, Json schema) {
        return form(null, message, schema, Values::new);
    }

    /**
     * Asks the user to fill in a form, under a name of the handler's choice: clients of 2026-07-28
     * see it as the key of the input request. A name that this request has used before is replaced.
     *
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     */
    public Answer<Values> elicit(String name, String message, Json schema) {
        return form(name, message, schema, Values::new);
    }

    /**
     * Asks the user to fill in a form with one field for each component of a record.
     *
     * <p>Components are strings, numbers, booleans, enums, and lists of enums. One that is an
     * {@link java.util.Optional} or marked {@code Nullable} may be left out. {@link Description}
     * describes a field, Jackson's {@code JsonProperty} gives it a default value.
     *
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     * @throws IllegalArgumentException if the record is not flat, or the answer does not fit it
     */
    public <T extends Record> Answer<T> elicit(String message, Class<T> form) {
        return form(
                null,
                message,
                RecordSchema.form(form),
                json -> JsonTypes.fromJson(json, form, "content"));
    }

    /**
     * Asks the user to fill in a form like {@link #elicit(String, Class)}, under a name like {@link
     * #elicit(String, String, Json)}.
     */
    public <T extends Record> Answer<T> elicit(String name, String message, Class<T> form) {
        return form(
                name,
                message,
                RecordSchema.form(form),
                json -> JsonTypes.fromJson(json, form, "content"));
    }

    private <T> Answer<T> form(
            @Nullable String name, String message, Json schema, Function<Json, T> read) {
        var params = Json.object("message", message, "requestedSchema", schema);
        return answer(ask(Method.ELICITATION_CREATE, params, name), read);
    }

    /**
     * Asks the user to visit a page, for what a client must not see (2025-11-25, "URL Mode").
     * Accepted means that the user agreed to go there, not that everything is done.
     *
     * @param elicitationId names this visit in {@link #elicitationComplete}
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     */
    public Answer<Values> elicitUrl(String message, URI url, String elicitationId) {
        var params =
                Json.object(
                        "mode",
                        "url",
                        "message",
                        message,
                        "url",
                        url.toString(),
                        "elicitationId",
                        elicitationId);
        return answer(ask(Method.ELICITATION_CREATE, params), Values::new);
    }

    /**
     * Tells the client that what the user does at the page is done. May be called when the handler
     * has long returned.
     */
    public void elicitationComplete(String elicitationId) {
        var complete =
                Notification.of(
                        Method.ELICITATION_COMPLETE, Json.object("elicitationId", elicitationId));
        if (returned) {
            session.send(complete);
        } else {
            exchange.tell(complete);
        }
    }

    private static <T> Answer<T> answer(Json result, Function<Json, T> read) {
        return switch (result.text("action")) {
            case "accept" -> Answer.accept(read.apply(JsonMembers.object(result, "content")));
            case "decline" -> Answer.decline();
            case null, default -> Answer.cancel();
        };
    }

    /**
     * Lets the client's model speak.
     *
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     */
    public SamplingResult sample(SamplingRequest request) {
        return new SamplingResult(ask(Method.SAMPLING_CREATE_MESSAGE, request.json()));
    }

    /** Lets the client's model answer a text; see {@link #sample(SamplingRequest)}. */
    public SamplingResult sample(String prompt, int maxTokens) {
        return sample(SamplingRequest.text(prompt, maxTokens));
    }

    /**
     * Asks where the client lets us work.
     *
     * @throws UnansweredException if the client cannot be asked, or answers with an error
     * @throws CancellationException if the request ends first
     */
    public List<Root> roots() {
        var result = ask(Method.ROOTS_LIST, null);
        return JsonMembers.elements(result, "roots").stream().map(Root::new).toList();
    }

    /** Logs a line to the client, if it wants this level. */
    public void log(LogLevel level, String message) {
        log(level, null, Json.string(message));
    }

    /**
     * Logs to the client, if it wants this level.
     *
     * @param logger which part of the server says so, or null
     * @param data JSON of any type
     */
    public void log(LogLevel level, @Nullable String logger, Json data) {
        if (session.wants(level)) {
            var params = Json.object("level", level.text(), "logger", logger, "data", data);
            exchange.tell(Notification.of(Method.LOG_MESSAGE, params));
        }
    }

    /** Reports how far the request has come, if the client wants to know. */
    public void progress(double progress) {
        report(progress, null, null);
    }

    /**
     * Reports how far the request has come of how far it has to go, if the client wants to know.
     */
    public void progress(double progress, double total) {
        report(progress, total, null);
    }

    /** Reports how far the request has come, and what is being done. */
    public void progress(double progress, double total, String message) {
        report(progress, total, message);
    }

    private void report(double progress, @Nullable Double total, @Nullable String message) {
        var token = exchange.request().progressToken();
        if (token != null) {
            var params =
                    Json.object(
                            "progressToken",
                            token,
                            "progress",
                            JsonMembers.number(progress),
                            "total",
                            total == null ? null : JsonMembers.number(total),
                            "message",
                            message);
            exchange.tell(Notification.of(Method.PROGRESS, params));
        }
    }

    /**
     * Whether the client has taken the request back, is gone, or was answered without the handler
     * since the server ends.
     */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Names code that runs, on a virtual thread, when the client takes the request back or is gone;
     * at once if it already has. It is given the client's reason, or null.
     */
    public void onCancel(Consumer<@Nullable String> listener) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        }
        run(listener);
    }

    /** The handler is done: what it says from now on belongs to no request. */
    void returned() {
        returned = true;
    }

    /** On the client's strand: the request has its outcome, from the handler or without it. */
    void over(Thread handler) {
        if (!returned) {
            cancelled(null, handler);
        }
    }

    /** On the client session's strand. */
    void cancelled(@Nullable Json why, Thread handler) {
        List<Consumer<@Nullable String>> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            reason = why != null && why.isString() ? why.asString() : null;
            told = List.copyOf(listeners);
        }
        told.forEach(this::run);
        handler.interrupt();
    }

    private void run(Consumer<@Nullable String> listener) {
        session.run(() -> listener.accept(reason));
    }

    /**
     * Reports a fault of the handler, and says what the client may know of it. What a handler
     * throws because it was interrupted is none.
     */
    RpcError fault(Throwable fault) {
        return fault("A handler", fault);
    }

    /** The same of {@code whose} fault it is. */
    RpcError fault(String whose, Throwable fault) {
        return isCancelled()
                ? RpcError.of(ErrorCode.INTERNAL_ERROR, "The client took the request back")
                : session.client().fault(fault, whose + " failed in " + session.told(exchange));
    }

    private Json ask(String method, @Nullable Json params) {
        return ask(method, params, null);
    }

    private Json ask(String method, @Nullable Json params, @Nullable String name) {
        var outcome = new CompletableFuture<Response>();
        var question =
                new Question(
                        Request.of(Id.of(0), method, params),
                        (asked, response) -> outcome.complete(response),
                        name);
        exchange.ask(question);
        return switch (await(outcome, question)) {
            case Result result -> result.result();
            case Failure failure -> throw refused(failure);
        };
    }

    private RuntimeException refused(Failure failure) {
        return isCancelled()
                ? new CancellationException("The client took the request back")
                : new UnansweredException(failure.error());
    }

    private static Response await(CompletableFuture<Response> outcome, Question question) {
        try {
            return outcome.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            question.withdraw(Json.string("The request has ended"));
            throw (CancellationException)
                    new CancellationException("Interrupted while " + question.request().method())
                            .initCause(interrupted);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}

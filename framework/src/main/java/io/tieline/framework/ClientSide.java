package io.tieline.framework;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/** Hears what a server says to a client, and brings it to the client's handlers. */
final class ClientSide implements BackendSession.Listener {

    private final CompletableFuture<Response> welcome = new CompletableFuture<>();
    private final ClientHandlers handlers;
    private final ThreadFactory threads;
    private final Environment environment;
    private final SerialDelivery outOfBand;
    private final List<Link.Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Root> roots;
    private volatile boolean open = true;

    ClientSide(ClientHandlers handlers, ThreadFactory threads, Environment environment) {
        this.handlers = handlers;
        this.threads = threads;
        this.environment = environment;
        this.outOfBand = line();
        this.roots = handlers.roots == null ? List.of() : handlers.roots;
    }

    /**
     * Waits for the server's answer to the handshake.
     *
     * @throws McpException if there is none
     */
    Json awaitWelcome() {
        try {
            return switch (welcome.get()) {
                case Result result -> result.result();
                case Failure failure -> throw new McpException(failure.error());
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("Interrupted while connecting")
                            .initCause(interrupted);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    ClientHandlers handlers() {
        return handlers;
    }

    Timers timers() {
        return environment.timers();
    }

    void roots(List<Root> changed) {
        roots = changed;
    }

    boolean isOpen() {
        return open;
    }

    void closed() {
        open = false;
    }

    /** A line in which things are handed to the handlers. */
    SerialDelivery line() {
        return new SerialDelivery(threads, environment.observer()::fault);
    }

    void answer(Question question) {
        var request = question.request();
        var lacked = new ClientCapabilities(handlers.capabilities()).lackedFor(request);
        if (lacked != null) {
            var method = MethodTraits.shown(request.method());
            environment
                    .observer()
                    .counted(Observer.Count.QUESTION_REFUSED, method + ": it lacks " + lacked);
            question.refuse(
                    RpcError.of(
                            ErrorCode.METHOD_NOT_FOUND,
                            "This client did not declare the capability "
                                    + lacked
                                    + " and is not asked for "
                                    + method));
            return;
        }
        QuestionRun.begin(question, handlers, () -> roots, threads, environment.observer()::fault);
    }

    void deliver(Notification notification, SerialDelivery line) {
        hand(() -> handlers.notified(notification), notification.method(), line);
    }

    /**
     * Hands something over in its line; if that is too long, or what the server said has not the
     * form that it should have, it is dropped and counted.
     */
    void hand(Runnable task, String method, SerialDelivery line) {
        Runnable unlessMisfit =
                () -> {
                    try {
                        task.run();
                    } catch (InvalidValueException misfit) {
                        environment
                                .observer()
                                .counted(
                                        Observer.Count.MALFORMED,
                                        method + ": " + misfit.getMessage());
                    }
                };
        if (!line.add(unlessMisfit)) {
            environment.observer().counted(Observer.Count.NOTIFICATION_DROPPED, method);
        }
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        welcome.complete(Result.of(Id.of(0), initializeResult));
    }

    /** Lets somebody else hear what is said outside any request, and the end. */
    void listen(Link.Listener listener) {
        listeners.add(listener);
    }

    void forget(Link.Listener listener) {
        listeners.remove(listener);
    }

    @Override
    public void closed(BackendSession session, LinkFailure failure) {
        closed();
        listeners.forEach(listener -> listener.closed(failure));
        welcome.complete(Failure.of(null, failure.error(session.name(), "initialize")));
    }

    @Override
    public void told(BackendSession session, Notification notification) {
        deliver(notification, outOfBand);
        listeners.forEach(listener -> listener.received(notification));
    }

    @Override
    public void asked(BackendSession session, Question question) {
        answer(question);
    }
}

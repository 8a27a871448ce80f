package io.tieline.stdio;

import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Holding;
import io.tieline.session.Observer;
import io.tieline.session.RequestMetadata;
import io.tieline.session.Strand;
import io.tieline.session.Timers;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MalformedException.Meant;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the one client that has started us and speaks through our stdin and stdout (all revisions,
 * "Transports", "stdio").
 *
 * <p>One session, for as long as the streams are open, and beside it whatever requests the client
 * sends in the stateless era: each message says by itself to which it belongs. When the client
 * closes its side, requests in flight may still be answered for {@link StdioSettings#lastAnswers};
 * then, or when all are, the session ends. A line that is no message is answered with -32700 or
 * -32600 and the next one is read. A client that does not read for {@link
 * StdioSettings#writeStall}, or lets {@link StdioSettings#maxQueuedBytes} gather, is given up.
 *
 * <p>Owns both streams from the beginning, and closes them in the end. Nothing else may write to
 * the output: a program that serves its stdout sends everything else that would go there to stderr.
 * Safe for use by several threads.
 */
public final class StdioFront implements AutoCloseable {

    private static final RpcError STOPPING =
            RpcError.of(ErrorCode.DRAINING, "The server is shutting down; start it again");
    private static final RpcError TOO_LATE =
            RpcError.of(
                    ErrorCode.DRAINING,
                    "The request was not answered in time after its session had begun to end");
    private static final RpcError NO_BATCH =
            RpcError.of(
                    ErrorCode.INVALID_REQUEST,
                    "Batches exist in revision 2025-03-26 only, and never with initialize in them");
    private static final RpcError ID_IN_USE =
            RpcError.of(
                    ErrorCode.INVALID_REQUEST,
                    "A request with this id is still in flight; take another id");
    private static final RpcError NO_ANSWER =
            RpcError.of(
                    ErrorCode.NO_ANSWER_FROM_CLIENT,
                    "The client closed its side without an answer to this question");

    private final Environment environment;
    private final StdioSettings settings;
    private final InputStream in;
    private final PipeThreads workers = new PipeThreads("tieline-stdio");
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
    private final ClientSession session;
    private final Strand strand;
    private final FrontOutput output;
    private final FrontStream outOfBand;

    // On the strand.
    private final StatelessLines stateless;
    private final Set<Id> inSession = new HashSet<>();
    private final InitializeGate threshold;
    private Timers.@Nullable Alarm deadline;
    private int unanswered;
    private boolean refusing;
    private boolean deaf;
    private boolean ending;
    private boolean failing;
    private boolean over;

    private StdioFront(
            ClientSession session,
            StatelessClients clients,
            StdioSettings settings,
            Environment environment,
            InputStream in) {
        this.session = session;
        this.strand = session.strand();
        this.settings = settings;
        this.environment = environment;
        this.in = in;
        this.threshold = new InitializeGate(settings.limits().maxBytes());
        this.output =
                new FrontOutput(
                        strand, environment, settings, workers, session.account(), this::lost);
        this.stateless = new StatelessLines(clients, output, strand);
        this.outOfBand = new FrontStream(output, none -> finish());
    }

    /**
     * Serves the client on the other side of these streams.
     *
     * @param in the client's messages: {@link System#in} in a program
     * @param out ours, unbuffered; in a program the stream on {@link java.io.FileDescriptor#out}
     */
    public static StdioFront serve(
            Service service,
            InputStream in,
            OutputStream out,
            SessionSettings sessions,
            StdioSettings settings,
            Environment environment) {
        var session =
                new ClientSessions(service, sessions.withMaxSessions(1), environment)
                        .open(Caller.LOCAL);
        var clients = new StatelessClients(service, sessions, environment);
        var front = new StdioFront(session, clients, settings, environment, in);
        front.begin(out);
        return front;
    }

    /** Completed when the session is over and the last answer was written, or never can be. */
    public CompletionStage<@Nullable Void> closed() {
        return closed.minimalCompletionStage();
    }

    /**
     * Takes no new requests; those in flight may still be answered for {@link
     * StdioSettings#lastAnswers}, also those whose client must come back with answers first, then
     * the session ends.
     *
     * @return {@link #closed}
     */
    public CompletionStage<@Nullable Void> drain() {
        strand.run(() -> {
            refusing = true;
            end();
        });
        return closed();
    }

    /** Fails what is in flight and ends the session. Does not wait; closing twice is silent. */
    @Override
    public void close() {
        strand.run(() -> endNow(STOPPING));
    }

    private void begin(OutputStream out) {
        output.open(out);
        var _ = output.finished().thenRun(this::done);
        var input = new FrontInput(this, settings.limits());
        workers.execute(
                new LinePump(
                        in,
                        settings.limits().maxBytes(),
                        new Holding(session.account(), Budget.Use.ARRIVING),
                        input));
    }

    // What the client sends, on the thread that reads it.

    void received(Message message, int length) {
        strand.run(() -> {
            if (message instanceof Request request && RequestMetadata.isIn(request)) {
                takeStateless(request);
            } else if (message instanceof Response || isPing(message)) {
                take(message);
            } else if (!takesBack(message)) {
                threshold.pass(length, () -> take(message));
            }
        });
    }

    void receivedBatch(List<Message> messages, int length) {
        strand.run(() -> threshold.pass(length, () -> takeBatch(messages)));
    }

    void malformed(MalformedException why, String what) {
        environment.observer().counted(Observer.Count.MALFORMED, "the client: " + what);
        var error =
                why.code() == ErrorCode.OVERLOADED
                        ? session.account().noRoom("this message")
                        : why.error();
        strand.run(() -> {
            if (why.meant() == Meant.RESPONSE || why.answers() != null) {
                // The question gets no better answer, and need not wait for its time limit.
                take(Failure.of(why.answers(), error));
            } else {
                output.send(Failure.of(why.id(), error));
            }
        });
    }

    void inputEnded() {
        strand.run(() -> {
            deaf = true;
            output.noMoreAnswers().forEach(id -> take(Failure.of(id, NO_ANSWER)));
            end();
        });
    }

    // The rest runs on the strand.

    private static boolean isPing(Message message) {
        return message instanceof Request request && request.method().equals(Method.PING);
    }

    /** Whether it was a cancellation, and of a request that has nothing to do with the session. */
    private boolean takesBack(Message message) {
        return message instanceof Notification notification && stateless.cancel(notification);
    }

    private void take(Message message) {
        switch (message) {
            case Request request -> take(request, answer -> answer(request, answer));
            case Response response -> {
                output.answered(response);
                session.receive(response, Caller.LOCAL, outOfBand);
            }
            case Notification notification ->
                    session.receive(notification, Caller.LOCAL, outOfBand);
        }
    }

    private void takeStateless(Request request) {
        if (inSession.contains(request.id()) || stateless.has(request.id())) {
            output.send(Failure.of(request.id(), ID_IN_USE));
        } else {
            unanswered++; // What is new is refused there; a retry still finds what it belongs to.
            stateless.take(request, this::ended);
        }
    }

    private void ended() {
        unanswered--;
        strand.run(this::check);
    }

    private void take(Request request, Consumer<@Nullable Response> onEnd) {
        // Of two with the same id in the session, the session refuses the second.
        boolean first = inSession.add(request.id());
        var stream =
                new FrontStream(
                        output,
                        answer -> {
                            if (first) {
                                inSession.remove(request.id());
                            }
                            onEnd.accept(answer);
                            ended();
                        });
        unanswered++;
        if (refusing || stateless.has(request.id())) {
            stream.end(Failure.of(request.id(), refusing ? STOPPING : ID_IN_USE));
            return;
        }
        if (isInitialize(request)) {
            threshold.begin();
        }
        session.receive(request, Caller.LOCAL, stream);
    }

    private void answer(Request request, @Nullable Response answer) {
        if (answer != null) {
            output.send(answer);
        }
        if (isInitialize(request)) {
            if (answer instanceof Result) {
                session.attach(outOfBand);
            }
            threshold.end();
        }
    }

    private static boolean isInitialize(Message message) {
        return message instanceof Request request && request.method().equals(Method.INITIALIZE);
    }

    private void takeBatch(List<Message> messages) {
        if (!session.revision().hasBatches()
                || messages.stream().anyMatch(StdioFront::isInitialize)) {
            output.send(Failure.of(null, NO_BATCH));
            return;
        }
        int requests = (int) messages.stream().filter(Request.class::isInstance).count();
        var batch = new FrontBatch(output, requests);
        for (var message : messages) {
            if (message instanceof Request request) {
                take(request, batch::ended);
            } else {
                take(message);
            }
        }
    }

    private void end() {
        if (!ending && !over) {
            ending = true;
            stateless.refuseNew(() -> strand.run(this::check));
            deadline =
                    environment
                            .timers()
                            .after(
                                    settings.lastAnswers(),
                                    () -> strand.run(() -> endNow(TOO_LATE)));
        }
        strand.run(this::check);
    }

    /** Counts for itself: the session knows a request only once its strand gets there. */
    private void check() {
        // Who is away with questions comes back with the answers, while there is a way to do so.
        boolean nothingLeft = ending && unanswered == 0 && (deaf || !stateless.isServing());
        if (nothingLeft || (failing && stateless.isEmpty())) {
            finish();
        }
    }

    private void endNow(RpcError error) {
        refusing = true;
        failing = true;
        session.drain(error);
        stateless.drain(error);
        // Their answers come from other strands; those of the session are there already.
        strand.run(this::check);
    }

    /** What is queued on the strand or for the client still leaves. */
    private void finish() {
        if (!over) {
            leave();
            strand.run(output::finish);
        }
    }

    private void lost() {
        leave();
        strand.run(this::done); // after the session, whose end is queued here
    }

    private void leave() {
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
        session.close("its client has left");
        stateless.drain(STOPPING);
    }

    private void done() {
        if (closed.complete(null)) {
            // Its reader may be waiting for a client that says nothing any more.
            workers.execute(this::closeInput);
            workers.close();
        }
    }

    private void closeInput() {
        try {
            in.close();
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }
}

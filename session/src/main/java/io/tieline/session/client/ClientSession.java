package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.ClientCapabilities;
import io.tieline.session.Environment;
import io.tieline.session.Holding;
import io.tieline.session.MessageCost;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.Strand;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a client in the handshake era: from its {@code initialize} to its end
 * (revisions 2024-11-05 to 2025-11-25, "Lifecycle").
 *
 * <p>A transport makes it through {@link ClientSessions}, hands it every message with the stream on
 * which a request would be answered, and closes it. The session answers {@code ping}, keeps each
 * request in flight as an {@link Exchange}, brings answers to the {@link Question} that raised
 * them, and hands everything else to the service's {@link Conversation}. All methods may be called
 * from any thread and take effect on the session's {@link Strand}.
 */
public final class ClientSession implements Client, Observer.Sender {

    private enum State {
        NEW,
        OPENING,
        OPEN,
        CLOSED
    }

    private final String id;
    private volatile Caller owner;
    private volatile @Nullable Conversation conversation;
    private final Strand strand;
    private final Environment environment;
    private final Account account;
    private final SessionSettings settings;
    private final Questions questions;
    private final ClientExchanges exchanges;
    private final GeneralStream generalStream;
    private final boolean renewable;
    private final UnusedSessions newcomers;
    private final EndTasks onClosed;
    private final IdleWatch idle;
    private volatile String ended = "it is open";

    // On the strand.
    private final Holding said;
    private boolean used;

    // Written on the strand, read anywhere.
    private volatile State state = State.NEW;
    private volatile Revision revision =
            Revision.V2025_03_26; // what a missing version header means
    private volatile ClientCapabilities capabilities = ClientCapabilities.NONE;
    private volatile Json clientInfo = Json.EMPTY_OBJECT;

    ClientSession(
            String id,
            Caller owner,
            SessionSettings settings,
            Environment environment,
            boolean renewable,
            UnusedSessions newcomers,
            Runnable onClosed) {
        this.id = id;
        this.owner = owner;
        this.settings = settings;
        this.environment = environment;
        this.account = environment.budget().session(owner.principal());
        this.said = new Holding(account, Budget.Use.KEPT);
        this.renewable = renewable;
        this.newcomers = newcomers;
        this.onClosed = new EndTasks(onClosed);
        this.strand = new Strand(environment.observer()::fault);
        this.questions = new Questions(strand, environment, settings, () -> capabilities);
        this.idle = new IdleWatch(this, environment, settings);
        this.exchanges = new ClientExchanges(this, environment, questions, idle);
        this.generalStream = exchanges.generalStream();
    }

    /**
     * Lets the service begin its conversation, once and before any message arrives. What the
     * service throws refuses the session, which keeps nothing then.
     */
    ClientSession begun(Service service) {
        try {
            conversation = service.open(this);
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
        owner = owner.withoutHeaders();
        if (renewable) {
            account.onCostliest(
                    () -> drain(Refusals.costliest(account, "this session; open another one")));
        }
        return this;
    }

    private Conversation conversation() {
        return Objects.requireNonNull(conversation, "a session that has not begun");
    }

    /**
     * The session's name on the wire: 256 random bits. A name, not a credential: see {@link
     * #owner}.
     */
    public String id() {
        return id;
    }

    /** The same, for an observer. */
    @Override
    public String session() {
        return id();
    }

    /** Who opened the session; nobody else may use it. Headers are not kept once it has begun. */
    public Caller owner() {
        return owner;
    }

    /** Where everything of this session happens. */
    @Override
    public Strand strand() {
        return strand;
    }

    /** The account of what may be kept for this session; closed with it. */
    public Account account() {
        return account;
    }

    /** The revision that was agreed in the handshake. */
    @Override
    public Revision revision() {
        return revision;
    }

    /** The questions that the client said it can be asked. */
    @Override
    public ClientCapabilities capabilities() {
        return capabilities;
    }

    /** The client's {@code clientInfo} as it wrote it. */
    @Override
    public Json clientInfo() {
        return clientInfo;
    }

    /** Says whether the session can still be used. */
    public boolean isOpen() {
        return state != State.CLOSED;
    }

    /**
     * Takes one message of the client.
     *
     * @param caller who sent it: the owner, with this message's own headers
     * @param stream where a request is answered; unused for a notification or a response
     */
    public void receive(Message message, Caller caller, ReplyStream stream) {
        strand.run(() -> {
            idle.touch();
            switch (message) {
                case Request request -> requested(request, caller, stream);
                case Notification notification -> notified(notification);
                case Response response -> questions.answered(response);
            }
        });
    }

    /** Opens the stream for what belongs to no request: GET, stdout; it replaces an earlier one. */
    public void attach(ReplyStream stream) {
        strand.run(() -> {
            idle.touch();
            if (state == State.CLOSED) {
                stream.abort();
            } else {
                use();
                generalStream.attach(stream, strand);
            }
        });
    }

    /**
     * Sends a notification that belongs to no request; kept for a while if the client has no stream
     * for it yet.
     */
    public void tell(Notification notification) {
        strand.run(() -> {
            if (state != State.CLOSED) {
                generalStream.tell(notification);
            }
        });
    }

    /**
     * Asks the client a question of which only the client is certain, not the request that caused
     * it.
     */
    public void ask(Question question) {
        strand.run(() -> {
            if (state == State.CLOSED) {
                question.refuse(Refusals.callIsOver(question.request()));
            } else {
                generalStream.ask(question);
            }
        });
    }

    /**
     * The client speaks on this connection now. A session of which no connection is left ends
     * sooner than one whose client is there; one of which no connection is ever named counts as
     * connected.
     */
    public void speaksOn(Presence connection) {
        idle.speaksOn(connection);
    }

    /** The client listens on this connection for what belongs to no request. */
    public void listensOn(Presence connection) {
        idle.listensOn(connection);
    }

    /** Ends the conversation once: requests in flight are abandoned, questions settled. */
    public void close() {
        close("its client ended it");
    }

    /** Ends it, with the reason for those who watch what becomes of sessions. */
    public void close(String why) {
        strand.run(() -> {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            ended = why;
            idle.stop();
            questions.clientGone();
            exchanges.abandonAll("The session has ended");
            generalStream.close();
            try {
                conversation().closed();
            } finally {
                said.hold(0);
                account.close();
                newcomers.known(this);
                onClosed.run();
            }
        });
    }

    /** Adds what is run once when the conversation is over; at once if it is over. */
    public void onEnd(Runnable task) {
        strand.run(() -> {
            if (state == State.CLOSED) {
                task.run();
            } else {
                onClosed.add(task);
            }
        });
    }

    /** Why the session has ended, once it has. */
    public String end() {
        return ended;
    }

    /**
     * The state behind this session is lost, and the client should begin anew. Where it can
     * (Streamable HTTP answers a closed session with 404, on which clients initialize again) the
     * session ends; elsewhere it goes on.
     *
     * @param why what requests in flight are answered with, if it ends
     */
    public void expire(RpcError why) {
        if (renewable) {
            drain(why);
        }
    }

    /** Ends every request in flight with this error, and then the session. */
    public void drain(RpcError error) {
        strand.run(() -> {
            exchanges.overruleAll(error);
            close("it was ended from our side: " + error.message());
        });
    }

    /** How many requests are in flight; exact only on the strand. */
    public int inFlight() {
        return exchanges.size();
    }

    /**
     * Reports a fault in code that serves this client; what the client may know of it. From any
     * thread.
     */
    @Override
    public RpcError fault(Throwable fault, String what) {
        return Refusals.fault(fault, what, environment);
    }

    // The rest runs on the strand.

    private void requested(Request request, Caller caller, ReplyStream stream) {
        if (state == State.CLOSED) {
            refuse(request, caller, stream, Refusals.sessionIsOver());
        } else if (!MethodTraits.isClients(request)) {
            notCarried(request.method());
            refuse(request, caller, stream, Refusals.notYours(request, "a client"));
        } else if (request.method().equals(Method.PING)) {
            stream.end(Result.of(request.id(), Json.EMPTY_OBJECT));
        } else if (request.method().equals(Method.INITIALIZE)) {
            initialize(request, caller, stream);
        } else {
            serve(request, caller, stream);
        }
    }

    private void initialize(Request request, Caller caller, ReplyStream stream) {
        if (state != State.NEW) {
            refuse(request, caller, stream, Refusals.initializedTwice());
            return;
        }
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var can = objectIn(params, "capabilities");
        var info = objectIn(params, "clientInfo");
        if (!said.hold(MessageCost.of(can, info))) {
            refuse(request, caller, stream, Refusals.noRoom(account, "this session"));
            return;
        }
        capabilities = new ClientCapabilities(can);
        clientInfo = info;
        state = State.OPENING;
        idle.start();
        if (!account.take(Budget.Use.IN_FLIGHT, MessageCost.of(request))) {
            state = State.NEW;
            refuse(request, caller, stream, Refusals.noRoom(account, "this request"));
            return;
        }
        var exchange = exchanges.begin(request, caller, stream);
        exchange.onFinish(this::opened);
        exchange.attempt(() -> conversation().initialize(exchange));
    }

    private static Json objectIn(Json params, String name) {
        var value = params.get(name);
        return value != null && value.isObject() ? value.detached() : Json.EMPTY_OBJECT;
    }

    private Response opened(Response response) {
        if (response instanceof Result result) {
            revision = Revision.ofHandshakeOrLatest(result.result().text("protocolVersion"));
            state = State.OPEN;
            if (!used) {
                newcomers.opened(this);
            }
        } else if (state == State.OPENING) {
            state = State.NEW;
        }
        return response;
    }

    /** Whoever uses a session is no newcomer. */
    private void use() {
        if (!used) {
            used = true;
            newcomers.known(this);
        }
    }

    private void serve(Request request, Caller caller, ReplyStream stream) {
        use();
        if (state != State.OPEN) {
            refuse(request, caller, stream, Refusals.notInitialized(request.method()));
        } else if (exchanges.contains(request.id())) {
            refuse(request, caller, stream, Refusals.idInUse());
        } else if (exchanges.size() >= settings.maxCalls()) {
            refuse(request, caller, stream, Refusals.tooManyCalls(settings.maxCalls()));
        } else if (!account.take(Budget.Use.IN_FLIGHT, MessageCost.of(request))) {
            refuse(request, caller, stream, Refusals.noRoom(account, "this request"));
        } else {
            var exchange = exchanges.begin(request, caller, stream);
            exchange.attempt(() -> conversation().serve(exchange));
        }
    }

    private void refuse(Request request, Caller caller, ReplyStream stream, RpcError error) {
        environment.observer().refused(this, caller, request, error);
        stream.end(Failure.of(request.id(), error));
    }

    private void notified(Notification notification) {
        switch (notification.method()) {
            case Method.CANCELLED -> exchanges.cancel(notification.params());
            case Method.PROGRESS -> progressed(notification);
            default -> {
                if (!MethodTraits.isClients(notification)) {
                    notCarried(notification.method());
                } else if (state != State.CLOSED) {
                    conversation().notified(notification);
                }
            }
        }
    }

    private void notCarried(String method) {
        environment.observer().counted(Observer.Count.WRONG_DIRECTION, method + " from a client");
    }

    private void progressed(Notification progress) {
        var params = progress.params();
        var token = params == null ? null : params.get("progressToken");
        if (token == null || !questions.told(progress, token)) {
            environment.observer().counted(Observer.Count.UNKNOWN_PROGRESS, "from a client");
        }
    }

    /** There is little room left: a session that is not used may end sooner than it would. */
    void hurry() {
        strand.run(idle::hurry);
    }

    /** Says whether a request or a question is under way, or the client reads what comes. */
    boolean isBusy() {
        return exchanges.size() > 0 || !questions.isEmpty() || generalStream.isLive();
    }
}

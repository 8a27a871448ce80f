package io.tieline.framework;

import io.tieline.session.Environment;
import io.tieline.session.Lifetime;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.ClientTransport;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.Service;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of one MCP server.
 *
 * <pre>{@code
 * try (McpClient client =
 *         McpClient.to(server)
 *                 .onElicitation(question -> Answer.accept(Map.of("name", "Alice")))
 *                 .connect()) {
 *     CallResult greeting = client.callTool("greet");
 *     System.out.println(greeting.text());
 * }
 * }</pre>
 *
 * <p>Requests block until they are answered; make several at once from several threads. A thread
 * that is interrupted while it waits takes its request back and throws {@link
 * CancellationException}, still interrupted. An error of the server is a {@link McpException} with
 * the server's code, message and data; one that comes from the connection has one of Tieline's own
 * codes and says whether the request may have been run.
 *
 * <p>Handlers run on virtual threads and may block and make requests of their own. Questions are
 * answered beside each other; log messages and progress of one request arrive in order, all of them
 * before the request returns.
 *
 * <p>When the connection is lost, what is pending fails and so does what comes later; {@link
 * Builder#connect} opens another one. Closing ends the session; what is pending fails. Safe for use
 * by several threads.
 *
 * <p>Long because every request of the protocol has its method here.
 */
public final class McpClient implements AutoCloseable {

    /** What a server can list. */
    public enum Listing {
        TOOLS,
        RESOURCES,
        PROMPTS
    }

    private final ClientSide side;
    private final BackendSession session;
    private final TimeLimits limits;
    private final Runnable atClose;
    private final Json welcome;

    private McpClient(
            ClientSide side,
            BackendSession session,
            TimeLimits limits,
            Runnable atClose,
            Json welcome) {
        this.side = side;
        this.session = session;
        this.limits = limits;
        this.atClose = atClose;
        this.welcome = welcome;
    }

    /** Begins a client of this server, wherever it is. */
    public static Builder to(Backend backend) {
        return new Builder(lifetime -> backend);
    }

    /** Begins a client of a server in this process: an {@link McpServer}, an {@link McpProxy}. */
    public static Builder to(Service service) {
        return new Builder(Targets.of(service));
    }

    /**
     * Begins a client of this server: {@code command("npx", "-y", …)}, {@code url("https://…")}.
     */
    public static Builder to(ClientTransport target) {
        return new Builder(target::backend);
    }

    /**
     * Begins a client of the server at this URL.
     *
     * @throws IllegalArgumentException if it is none that can be connected to
     */
    public static Builder to(URI url) {
        return to(Targets.of(url));
    }

    /**
     * Begins a client of the server at this URL.
     *
     * @throws IllegalArgumentException if the text is none that can be connected to
     */
    public static Builder to(String url) {
        return to(Targets.of(url));
    }

    /** What the server says of itself. */
    public Implementation server() {
        return new Implementation(JsonMembers.object(welcome, "serverInfo"));
    }

    /** How the server says that it is meant to be used. */
    public @Nullable String instructions() {
        return welcome.text("instructions");
    }

    /** What the server declared that it can do. */
    public Json capabilities() {
        return JsonMembers.object(welcome, "capabilities");
    }

    /** The revision that was agreed with the server. */
    public Revision revision() {
        if (session.isStateless()) {
            return Revision.STATELESS;
        }
        return Revision.ofHandshakeOrLatest(welcome.text("protocolVersion"));
    }

    /** Whether the connection still stands, as far as is known. */
    public boolean isOpen() {
        return side.isOpen();
    }

    /** All tools, page after page. */
    public List<Tool> listTools() {
        return Pages.all(this, Method.TOOLS_LIST, "tools", Tool::new);
    }

    /** All resources, page after page. */
    public List<Resource> listResources() {
        return Pages.all(this, Method.RESOURCES_LIST, "resources", Resource::new);
    }

    /** All resource templates, page after page. */
    public List<ResourceTemplate> listResourceTemplates() {
        return Pages.all(
                this, Method.RESOURCES_TEMPLATES_LIST, "resourceTemplates", ResourceTemplate::new);
    }

    /** All prompts, page after page. */
    public List<Prompt> listPrompts() {
        return Pages.all(this, Method.PROMPTS_LIST, "prompts", Prompt::new);
    }

    /** Calls a tool that needs no arguments. */
    public CallResult callTool(String name) {
        return callTool(name, Json.EMPTY_OBJECT);
    }

    /**
     * Calls a tool. One that fails gives a result too, see {@link CallResult#isError}.
     *
     * @param arguments a record, a map, a {@link Json} or {@link Values}: an object
     */
    public CallResult callTool(String name, Object arguments) {
        return callTool(name, arguments, RequestOptions.NONE);
    }

    /** Calls a tool with options. */
    public CallResult callTool(String name, Object arguments, RequestOptions options) {
        return startTool(name, arguments, options).await();
    }

    /** Calls a tool and does not wait for it. */
    public Pending<CallResult> startTool(String name, Object arguments, RequestOptions options) {
        var params = Json.object("name", name, "arguments", JsonTypes.toObject(arguments));
        return send(Method.TOOLS_CALL, params, options, CallResult::new);
    }

    /** Reads a resource. */
    public ReadResult readResource(String uri) {
        return readResource(uri, RequestOptions.NONE);
    }

    /** Reads a resource with options. */
    public ReadResult readResource(String uri, RequestOptions options) {
        var params = Json.object("uri", uri);
        return send(Method.RESOURCES_READ, params, options, ReadResult::new).await();
    }

    /** Has a prompt written out that needs no arguments. */
    public PromptResult prompt(String name) {
        return prompt(name, Json.EMPTY_OBJECT);
    }

    /**
     * Has a prompt written out.
     *
     * @param arguments a record, a map, a {@link Json} or {@link Values}: an object of strings
     */
    public PromptResult prompt(String name, Object arguments) {
        return prompt(name, arguments, RequestOptions.NONE);
    }

    /** Has a prompt written out, with options. */
    public PromptResult prompt(String name, Object arguments, RequestOptions options) {
        var params = Json.object("name", name, "arguments", JsonTypes.toObject(arguments));
        return send(Method.PROMPTS_GET, params, options, PromptResult::new).await();
    }

    /** Asks what an argument may become. */
    public Completion complete(Completion.Request typed) {
        return send(
                        Method.COMPLETION_COMPLETE,
                        typed.json(),
                        RequestOptions.NONE,
                        json -> new Completion(JsonMembers.object(json, "completion")))
                .await();
    }

    /** Sets from which level on the server shall log to this client. */
    public void setLevel(LogLevel level) {
        request(Method.LOGGING_SET_LEVEL, Json.object("level", level.text()));
    }

    /** Wants to be told when this resource changes: see {@link Builder#onResourceUpdated}. */
    public void subscribe(String uri) {
        request(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri));
    }

    /** Does not want to be told any longer. */
    public void unsubscribe(String uri) {
        request(Method.RESOURCES_UNSUBSCRIBE, Json.object("uri", uri));
    }

    /** Returns when the server answers. */
    public void ping() {
        request(Method.PING, null);
    }

    /** Sends any request, and returns its result as it stands on the wire. */
    public Json request(String method, @Nullable Json params) {
        return start(method, params, RequestOptions.NONE).await();
    }

    /** Sends any request and does not wait for the answer. */
    public Pending<Json> start(String method, @Nullable Json params, RequestOptions options) {
        return send(method, params, options, Function.identity());
    }

    /** Sends any notification. */
    public void tell(String method, @Nullable Json params) {
        session.tell(Notification.of(method, params));
    }

    /** Lets the server work in other places from now on, and tells it so. */
    public void changeRoots(List<Root> roots) {
        side.roots(List.copyOf(roots));
        tell(Method.ROOTS_LIST_CHANGED, null);
    }

    <T> Pending<T> send(
            String method,
            @Nullable Json params,
            RequestOptions options,
            Function<Json, T> reader) {
        var call =
                ClientCall.begin(
                        side, session, Request.of(Id.of(0), method, params), options, limits);
        return new Pending<>(call, reader);
    }

    /** This client's session, for a proxy that shares it. */
    Backend shared() {
        return new ConnectedClientBackend(session, side, welcome);
    }

    /** Ends the session with the server. Closing twice is silent. */
    @Override
    public void close() {
        side.closed();
        session.close();
        atClose.run();
    }

    /** What a client shall be. Not safe for use by several threads; may connect several times. */
    public static final class Builder {

        private final Function<Lifetime, Backend> target;
        private final ClientHandlers handlers = new ClientHandlers();
        private Implementation info = Implementation.of("tieline-client", "0.1.0");
        private TimeLimits limits = TimeLimits.DEFAULT;
        private @Nullable Revision pinned;
        private @Nullable Environment environment;
        private ThreadFactory threads = Thread.ofVirtual().name("tieline-client-", 0).factory();

        private Builder(Function<Lifetime, Backend> target) {
            this.target = target;
        }

        /** What the client says of itself. */
        public Builder info(String name, String version) {
            return info(Implementation.of(name, version));
        }

        /** What the client says of itself. */
        public Builder info(Implementation implementation) {
            info = implementation;
            return this;
        }

        /** Answers forms; without it the server is told that this client cannot be asked. */
        public Builder onElicitation(Elicitation.Handler handler) {
            handlers.form = handler;
            return this;
        }

        /**
         * Answers requests to visit a page (2025-11-25, "URL Mode"). Nothing is opened by itself.
         */
        public Builder onUrlElicitation(Elicitation.Handler handler) {
            handlers.page = handler;
            return this;
        }

        /** Lets a model speak for the server; without it the server is told that there is none. */
        public Builder onSampling(SamplingRequest.Handler handler) {
            handlers.sampling = handler;
            return this;
        }

        /** Where the server may work; see {@link McpClient#changeRoots}. */
        public Builder roots(Root... roots) {
            handlers.roots = List.of(roots);
            return this;
        }

        /** Hears what the server logs. */
        public Builder onLog(Consumer<LogMessage> listener) {
            handlers.log = listener;
            return this;
        }

        /** Hears how far requests have come that do not name a listener of their own. */
        public Builder onProgress(Consumer<Progress> listener) {
            handlers.progress = listener;
            return this;
        }

        /** Hears that the server offers something else than before. */
        public Builder onListChanged(Consumer<Listing> listener) {
            handlers.listChanged = listener;
            return this;
        }

        /**
         * Hears the URIs of resources that were {@linkplain McpClient#subscribe watched} and
         * changed.
         */
        public Builder onResourceUpdated(Consumer<String> listener) {
            handlers.resourceUpdated = listener;
            return this;
        }

        /** Hears every other notification. */
        public Builder onNotification(Consumer<Notification> listener) {
            handlers.other = listener;
            return this;
        }

        /**
         * Declares a capability in so many words, in the place of what the handlers say: {@code
         * capability("sampling", Json.of("{\"tools\":{}}"))}.
         */
        public Builder capability(String name, Json value) {
            handlers.declared = handlers.declared.with(name, value);
            return this;
        }

        /** How long the server may take; see {@link RequestOptions} for a single request. */
        public Builder limits(TimeLimits timeLimits) {
            limits = timeLimits;
            return this;
        }

        /**
         * Speaks this revision and no other. Unless it is set, the latest that both sides know and
         * that has a handshake, so that a server which keeps state can; 2026-07-28 with a server
         * that knows no other.
         */
        public Builder revision(Revision only) {
            pinned = only;
            return this;
        }

        /**
         * Takes time and chance from here, for programs with many clients; without it each has a
         * {@link SystemTimers} of its own.
         */
        public Builder environment(Environment shared) {
            environment = shared;
            return this;
        }

        /** Where handlers run; on virtual threads unless it is set. */
        public Builder threads(ThreadFactory factory) {
            threads = factory;
            return this;
        }

        /**
         * Connects, and returns when the handshake is done.
         *
         * @throws McpException if the server cannot be reached or refuses
         * @throws CancellationException if this thread is interrupted meanwhile
         */
        public McpClient connect() {
            var shared = environment;
            var own = shared == null ? new SystemTimers() : null;
            var world = own == null ? Objects.requireNonNull(shared) : own.environment();
            var lifetime = new Lifetime(world);
            Runnable atClose =
                    () -> {
                        lifetime.close();
                        if (own != null) {
                            own.close();
                        }
                    };
            var side = new ClientSide(handlers.copy(), threads, world);
            var session = opened(lifetime, world, side, atClose);
            try {
                var client = new McpClient(side, session, limits, atClose, side.awaitWelcome());
                requirePinned(client.revision(), session.name());
                return client;
            } catch (McpException | CancellationException failed) {
                session.close();
                atClose.run();
                throw failed;
            }
        }

        private BackendSession opened(
                Lifetime lifetime, Environment world, ClientSide side, Runnable atClose) {
            try {
                return BackendSession.open(target.apply(lifetime), opening(), world, side);
            } catch (RuntimeException failed) {
                atClose.run();
                throw failed;
            }
        }

        private BackendOpening opening() {
            return new BackendOpening(
                    pinned == null || pinned.isStateless() ? Revision.LATEST_HANDSHAKE : pinned,
                    pinned == null ? BackendEra.detected() : BackendEra.of(pinned),
                    false,
                    info.json(),
                    handlers.capabilities(),
                    true,
                    CallRule.LEARN,
                    new RequestIds(),
                    new AskingHistory(),
                    limits,
                    BackendOpening.NO_HEADERS);
        }

        private void requirePinned(Revision agreed, String server) {
            if (pinned != null && pinned != agreed) {
                var why =
                        "The server wants to speak "
                                + agreed.text()
                                + ", but the client is pinned to "
                                + pinned.text();
                throw new McpException(
                        new LinkFailure(Kind.BROKE_PROTOCOL, why, Executed.NO)
                                .error(server, "initialize"));
            }
        }
    }
}

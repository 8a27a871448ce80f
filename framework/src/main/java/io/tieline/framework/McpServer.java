package io.tieline.framework;

import io.tieline.session.Lifetime;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import io.tieline.session.client.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server: tools, resources and prompts with the code that serves them.
 *
 * <pre>{@code
 * record Name(String name) {}
 *
 * McpServer server =
 *         McpServer.named("greeter", "1.0")
 *                 .tool(
 *                         Tool.of("greet", "Greets the user"),
 *                         (context, arguments) ->
 *                                 switch (context.elicit("What is your name?", Name.class)) {
 *                                     case Answer.Accept(var it) ->
 *                                             CallResult.text("Hello, " + it.name() + "!");
 *                                     default -> CallResult.text("Hello, whoever you are!");
 *                                 })
 *                 .build();
 * }</pre>
 *
 * <p>{@link #serve(ServerTransport) serve(http(8080))} or {@code serve(stdio())} serves it to
 * clients out there, {@link McpClient#to(Service)} calls it in this process. It is a {@link
 * Service}, and can be given to any listener. It opens nothing itself and holds nothing but what
 * its clients have left in their {@link SessionState}.
 *
 * <p>Each request runs on a virtual thread of its own, also those of one client; handlers may block
 * and must expect to run beside each other. What the server can do is declared from what it has.
 * Components may be added and removed at any time; clients that are connected are told. Everything
 * else is fixed by {@link Builder#build}. Safe for use by several threads.
 *
 * <p>Serves revisions 2024-11-05 to 2026-07-28 with the same handlers: what a client's revision
 * lacks is left out of what it is sent, and a question that a handler asks is a request on the
 * stream of the call, or an {@code input_required} result that the client comes back from.
 */
public final class McpServer implements Service {

    private final Implementation info;
    private final @Nullable String instructions;
    private final int pageSize;
    private final CountedThreads threads;
    private final Serving serving;
    private final Components components;
    private final List<Interceptor> interceptors;
    private final Set<ServerSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<Exchange, Subscription> listening = new ConcurrentHashMap<>();

    private McpServer(Builder builder) {
        this.info = builder.info;
        this.instructions = builder.instructions;
        this.pageSize = builder.pageSize;
        this.threads = new CountedThreads(builder.threads);
        this.serving = new Serving(threads, () -> {});
        this.components = builder.components;
        this.interceptors = List.copyOf(builder.interceptors);
    }

    /** Begins a server with this name and version. */
    public static Builder named(String name, String version) {
        return new Builder(Implementation.of(name, version));
    }

    /**
     * Serves it, in one word: {@code server.serve(http(8080))}, {@code server.serve(stdio())}. May
     * be called several times, for several listeners at once; a call that fails leaves nothing
     * behind. Faults of handlers are logged: see {@link FaultLog}.
     *
     * @return what serves, and owns what that needs; clients can connect when this returns
     * @throws UncheckedIOException if it cannot be served there: the port is taken, for example
     */
    public RunningServer serve(ServerTransport transport) {
        var time = new SystemTimers();
        var lifetime = new Lifetime(time.environment());
        return serving.begin(
                this,
                transport,
                lifetime,
                () -> {
                    lifetime.close();
                    time.close();
                });
    }

    @Override
    public Conversation open(ClientSession session) {
        return new ServerConversation(this, new ServerSession(session, threads));
    }

    @Override
    public void serve(Exchange exchange) {
        new StatelessRequest(this, exchange, threads).serve();
    }

    /**
     * Has the interceptors see the request, and then what serves it, which is run on the client's
     * strand.
     */
    void intercept(Exchange exchange, ServerSession session, Consumer<Request> end) {
        pass(exchange, exchange.request(), session, 0, end);
    }

    private void pass(
            Exchange exchange,
            Request request,
            ServerSession session,
            int index,
            Consumer<Request> end) {
        if (index == interceptors.size()) {
            end.accept(request);
            return;
        }
        Consumer<Request> next =
                changed ->
                        exchange.client()
                                .strand()
                                .run(() ->
                                        exchange.attempt(() ->
                                                pass(exchange, changed, session, index + 1, end)));
        Interception.begin(interceptors.get(index), exchange, request, next, session);
    }

    /** Answers what both eras have: listings here and now, work on a thread of its own. */
    boolean answers(Exchange exchange, Request request, ServerSession session) {
        var shelf = components.listedBy(request);
        if (shelf != null) {
            var cursor = request.params() == null ? null : request.params().get("cursor");
            exchange.finish(shelf.page(cursor, pageSize));
            return true;
        }
        var work = HandlerLookup.of(request, components);
        if (work != null) {
            HandlerRun.begin(exchange, session, work);
        }
        return work != null;
    }

    /** What the server says of itself. */
    public Implementation info() {
        return info;
    }

    /**
     * Adds a tool; see {@link Builder#tool(Tool, Tool.Body, Object[])}.
     *
     * @param result to be left out: by it the compiler says of which type the results are
     * @throws IllegalArgumentException if there is a tool of this name already
     */
    @SafeVarargs
    public final <R> void add(Tool tool, Tool.Body<Values, R> handler, R... result) {
        components.add(tool, handler, Components.typeOf(result.getClass()));
        tell(Method.TOOLS_LIST_CHANGED);
    }

    /**
     * Adds a tool that takes its arguments as a record; see {@link Builder#tool(Tool, Class,
     * Tool.Body, Object[])}.
     *
     * @param result to be left out: by it the compiler says of which type the results are
     * @throws IllegalArgumentException if there is a tool of this name already, or the record
     *     cannot be read from JSON
     */
    @SafeVarargs
    public final <A extends Record, R> void add(
            Tool tool, Class<A> arguments, Tool.Body<A, R> handler, R... result) {
        components.add(tool, arguments, handler, Components.typeOf(result.getClass()));
        tell(Method.TOOLS_LIST_CHANGED);
    }

    /**
     * Adds a resource.
     *
     * @throws IllegalArgumentException if there is one under this URI already
     */
    public void add(Resource resource, Resource.Handler handler) {
        components.resources().add(resource, handler);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /**
     * Adds a family of resources.
     *
     * @throws IllegalArgumentException if there is one with this template already, or it cannot be
     *     read
     */
    public void add(ResourceTemplate template, ResourceTemplate.Handler handler) {
        components.add(template, handler);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /**
     * Adds a prompt.
     *
     * @throws IllegalArgumentException if there is one of this name already
     */
    public void add(Prompt prompt, Prompt.Handler handler) {
        components.prompts().add(prompt, handler);
        tell(Method.PROMPTS_LIST_CHANGED);
    }

    /** Removes a tool; false if there was none. Calls that are under way go on. */
    public boolean removeTool(String name) {
        return changed(components.tools().remove(name), Method.TOOLS_LIST_CHANGED);
    }

    /** Removes a resource; false if there was none. */
    public boolean removeResource(String uri) {
        return changed(components.resources().remove(uri), Method.RESOURCES_LIST_CHANGED);
    }

    /** Removes a family of resources; false if there was none. */
    public boolean removeTemplate(String uriTemplate) {
        return changed(components.templates().remove(uriTemplate), Method.RESOURCES_LIST_CHANGED);
    }

    /** Removes a prompt; false if there was none. */
    public boolean removePrompt(String name) {
        return changed(components.prompts().remove(name), Method.PROMPTS_LIST_CHANGED);
    }

    /** Tells the clients that watch this resource that it has changed. */
    public void resourceUpdated(String uri) {
        sessions.forEach(session -> session.updated(uri));
        offer(Notification.of(Method.RESOURCES_UPDATED, Json.object("uri", uri)));
    }

    private boolean changed(boolean removed, String method) {
        if (removed) {
            tell(method);
        }
        return removed;
    }

    private void tell(String method) {
        sessions.forEach(session -> session.tell(method));
        offer(Notification.of(method, null));
    }

    private void offer(Notification notification) {
        listening.forEach((exchange, subscription) ->
                exchange.client().strand().run(() -> subscription.offer(notification)));
    }

    /** A client listens until its request is over. */
    void listens(Exchange exchange, Subscription subscription) {
        listening.put(exchange, subscription);
        exchange.onOver(() -> listening.remove(exchange));
    }

    @Nullable String instructions() {
        return instructions;
    }

    int pageSize() {
        return pageSize;
    }

    Components components() {
        return components;
    }

    void joined(ServerSession session) {
        sessions.add(session);
    }

    void left(ServerSession session) {
        sessions.remove(session);
    }

    /** What a server shall be. Not safe for use by several threads; used once. */
    public static final class Builder {

        private final Components components = new Components();
        private final List<Interceptor> interceptors = new ArrayList<>();
        private Implementation info;
        private @Nullable String instructions;
        private int pageSize = 100;
        private ThreadFactory threads = Thread.ofVirtual().name("tieline-handler-", 0).factory();

        private Builder(Implementation info) {
            this.info = info;
        }

        /** Replaces what the server says of itself: to add a title, a website, icons. */
        public Builder info(Implementation implementation) {
            info = implementation;
            return this;
        }

        /** Tells clients, and their models, how the server is meant to be used. */
        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        /**
         * A tool. Its handler reads its arguments one by one, and returns a text, a record or
         * whatever else {@link Tool.Body} names.
         *
         * @param result to be left out: by it the compiler says of which type the results are
         * @throws IllegalArgumentException if there is a tool of this name already
         */
        @SafeVarargs
        public final <R> Builder tool(Tool tool, Tool.Body<Values, R> handler, R... result) {
            components.add(tool, handler, Components.typeOf(result.getClass()));
            return this;
        }

        /**
         * A tool that takes its arguments as a record; the input schema is derived from it, with
         * the names, defaults and {@linkplain Description descriptions} that its annotations give.
         * What a client sends is checked, and a misfit told with its place.
         *
         * @param result to be left out: by it the compiler says of which type the results are
         * @throws IllegalArgumentException if there is a tool of this name already, a component of
         *     the record has no JSON Schema, or its module does not open its package to {@code
         *     io.tieline.framework}
         */
        @SafeVarargs
        public final <A extends Record, R> Builder tool(
                Tool tool, Class<A> arguments, Tool.Body<A, R> handler, R... result) {
            components.add(tool, arguments, handler, Components.typeOf(result.getClass()));
            return this;
        }

        /**
         * A resource.
         *
         * @throws IllegalArgumentException if there is one under this URI already
         */
        public Builder resource(Resource resource, Resource.Handler handler) {
            components.resources().add(resource, handler);
            return this;
        }

        /**
         * A family of resources. The template may hold <code>{name}</code>, which stands for
         * anything but slashes, <code>{+name}</code> or <code>{name*}</code>, slashes included, and
         * at its end <code>{?a,b}</code>.
         *
         * @throws IllegalArgumentException if the template holds anything else, or is there already
         */
        public Builder template(ResourceTemplate template, ResourceTemplate.Handler handler) {
            components.add(template, handler);
            return this;
        }

        /**
         * A prompt.
         *
         * @throws IllegalArgumentException if there is one of this name already
         */
        public Builder prompt(Prompt prompt, Prompt.Handler handler) {
            components.prompts().add(prompt, handler);
            return this;
        }

        /**
         * Suggests values for an argument.
         *
         * @param reference the name of a prompt, or a resource template
         * @param argument the prompt's argument, or the template's variable
         */
        public Builder completion(String reference, String argument, Completion.Handler handler) {
            components.complete(reference, argument, handler);
            return this;
        }

        /** Stands before the handlers, behind those that were added before. */
        public Builder intercept(Interceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /** How many components a page of a list holds; 100 unless it is set. */
        public Builder pageSize(int size) {
            if (size < 1) {
                throw new IllegalArgumentException("A page holds at least 1, not " + size);
            }
            pageSize = size;
            return this;
        }

        /** Where handlers run; on virtual threads unless it is set. */
        public Builder threads(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory);
            return this;
        }

        /** The server, ready to be given to listeners. */
        public McpServer build() {
            return new McpServer(this);
        }

        /** Builds the server and {@linkplain McpServer#serve(ServerTransport) serves} it. */
        public RunningServer serve(ServerTransport transport) {
            return build().serve(transport);
        }
    }
}

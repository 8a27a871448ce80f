package io.tieline.framework;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Environment;
import io.tieline.session.Lifetime;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.ClientTransport;
import io.tieline.session.backend.Link;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import io.tieline.session.client.Subscription;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that stands in front of another one: what clients ask goes to the backend, and what
 * the backend asks in the middle of it comes back to the request that caused it.
 *
 * <pre>{@code
 * try (McpProxy proxy =
 *         McpProxy.to(backend)
 *                 .sessions(SessionPolicy.PER_CLIENT_SESSION)
 *                 .rename("get_weather", "weather")
 *                 .tool(Tool.of("hello"), (context, arguments) -> CallResult.text("Hello"))
 *                 .intercept((context, request, next) -> {
 *                     audit(context.caller(), request);
 *                     return next.proceed(request);
 *                 })
 *                 .build()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>It is a {@link Service}, as {@link McpServer} is. Building it opens no connection: a backend
 * session is opened when a client comes, as the {@link SessionPolicy} says, and a dead backend
 * keeps no client from connecting.
 *
 * <p>Components of the proxy's own stand beside the backend's, and in the place of one with the
 * same identity. What the backend offers cannot be changed here, only renamed or overridden.
 *
 * <p>Closing it ends the backend sessions that several clients share; those of one client end with
 * the client's own session. Safe for use by several threads.
 *
 * <p>Long because each kind of target and of component has its method here.
 */
public final class McpProxy implements Service, AutoCloseable {

    private final Components components;
    private final CountedThreads threads;
    private final ProxiedServers servers;
    private final Lifetime lifetime;
    private final Runnable atClose;
    private final Serving serving;
    private final Set<Exchange> listening = ConcurrentHashMap.newKeySet();
    private final Map<ClientSession, ProxyConversation> conversations = new ConcurrentHashMap<>();

    private McpProxy(Builder builder, Environment environment, Runnable atClose) {
        this.components = builder.components;
        this.threads = new CountedThreads(builder.threads);
        this.serving = new Serving(threads, this::close);
        this.lifetime = new Lifetime(environment);
        this.atClose = atClose;
        this.servers = servers(builder, environment);
    }

    private ProxiedServers servers(Builder builder, Environment environment) {
        var target = builder.target;
        var chain = chain(builder);
        if (target == null) {
            return ProxiedServers.several(
                    builder.mounts, builder.settings, chain, environment, lifetime);
        }
        var settings = builder.settings.withInterceptors(chain);
        return ProxiedServers.one(target.apply(lifetime), settings, environment, lifetime);
    }

    private List<io.tieline.gateway.Interceptor> chain(Builder builder) {
        var chain = new ArrayList<io.tieline.gateway.Interceptor>();
        for (var one : builder.interceptors) {
            chain.add((exchange, request, next) -> {
                var session = session(exchange);
                Interception.begin(one, exchange, request, next::proceed, session);
            });
        }
        chain.add(new LocalComponents(components, this::session, this::backendCan));
        chain.add(builder.renaming.copy());
        chain.addAll(builder.settings.interceptors());
        return chain;
    }

    /** What is kept for a client: for its session, or else for this request. */
    private ServerSession session(Exchange exchange) {
        if (exchange.client() instanceof ClientSession client) {
            return conversation(client).session();
        }
        var session = new ServerSession(exchange.client(), threads);
        exchange.onOver(session::end);
        return session;
    }

    private boolean backendCan(Exchange exchange, String capability) {
        return exchange.client() instanceof ClientSession client
                && conversation(client).backendCan(capability);
    }

    private ProxyConversation conversation(ClientSession client) {
        return Objects.requireNonNull(conversations.get(client), "The client has left");
    }

    /**
     * Begins a proxy of several servers, each of which is {@linkplain Builder#mount mounted} under
     * a name: to clients they are one.
     */
    public static Builder builder() {
        return new Builder(null);
    }

    /** Begins a proxy of this server, wherever it is. */
    public static Builder to(Backend backend) {
        return new Builder(lifetime -> backend);
    }

    /** Begins a proxy of a server in this process. */
    public static Builder to(Service service) {
        return new Builder(Targets.of(service));
    }

    /** Begins a proxy of this server: {@code command("npx", "-y", …)}, {@code url("https://…")}. */
    public static Builder to(ClientTransport target) {
        return new Builder(target::backend);
    }

    /**
     * Begins a proxy of the server at this URL.
     *
     * @throws IllegalArgumentException if it is none that can be connected to
     */
    public static Builder to(URI url) {
        return to(Targets.of(url));
    }

    /**
     * Begins a proxy of the server at this URL.
     *
     * @throws IllegalArgumentException if the text is none that can be connected to
     */
    public static Builder to(String url) {
        return to(Targets.of(url));
    }

    /**
     * Begins a proxy that shares the session of a client which is connected already, for all that
     * come. What the backend asks goes to them; the client stays open when the proxy is closed.
     */
    public static Builder to(McpClient client) {
        return new Builder(lifetime -> client.shared()).sessions(SessionPolicy.SHARED);
    }

    /**
     * Begins a proxy that makes a backend anew for each connection to it.
     *
     * @param name a short name for messages and logs
     */
    public static Builder to(String name, Supplier<Backend> factory) {
        return to(
                new Backend() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public Link connect(Link.Listener listener) {
                        return factory.get().connect(listener);
                    }

                    @Override
                    public Link connect(
                            Supplier<Map<String, String>> headers, Link.Listener listener) {
                        return factory.get().connect(headers, listener);
                    }
                });
    }

    @Override
    public Conversation open(ClientSession session) {
        var conversation =
                new ProxyConversation(
                        servers.service().open(session),
                        new ServerSession(session, threads),
                        components,
                        () -> conversations.remove(session));
        conversations.put(session, conversation);
        return conversation;
    }

    @Override
    public void serve(Exchange exchange) {
        switch (exchange.request().method()) {
            case Method.SERVER_DISCOVER -> exchange.onFinish(this::discovered);
            case Method.SUBSCRIPTIONS_LISTEN -> listens(exchange);
            default -> {}
        }
        servers.service().serve(exchange);
    }

    /** What changes here is told beside what changes behind us, once the client may hear. */
    private void listens(Exchange exchange) {
        exchange.onTell(told -> {
            if (told.method().equals(Method.SUBSCRIPTIONS_ACKNOWLEDGED)) {
                listening.add(exchange);
            }
            return true;
        });
        exchange.onOver(() -> listening.remove(exchange));
    }

    private Response discovered(Response response) {
        return response instanceof Result result
                ? result.withResult(components.addedTo(result.result(), Revision.STATELESS))
                : response;
    }

    /**
     * Adds a tool of the proxy's own, which overrides the backend's of the same name; see {@link
     * Builder#tool(Tool, Tool.Body, Object[])}.
     *
     * @param result to be left out: by it the compiler says of which type the results are
     * @throws IllegalArgumentException if there is a tool of this name already of its own
     */
    @SafeVarargs
    public final <R> void add(Tool tool, Tool.Body<Values, R> handler, R... result) {
        components.add(tool, handler, Components.typeOf(result.getClass()));
        tell(Method.TOOLS_LIST_CHANGED);
    }

    /**
     * Adds a tool of the proxy's own, which overrides the backend's of the same name that takes its
     * arguments as a record; see {@link Builder#tool(Tool, Class, Tool.Body, Object[])}.
     *
     * @param result to be left out: by it the compiler says of which type the results are
     * @throws IllegalArgumentException if there is a tool of this name already of its own, or the
     *     record cannot be read from JSON
     */
    @SafeVarargs
    public final <A extends Record, R> void add(
            Tool tool, Class<A> arguments, Tool.Body<A, R> handler, R... result) {
        components.add(tool, arguments, handler, Components.typeOf(result.getClass()));
        tell(Method.TOOLS_LIST_CHANGED);
    }

    /** Adds a resource of the proxy's own, which overrides the backend's under the same URI. */
    public void add(Resource resource, Resource.Handler handler) {
        components.resources().add(resource, handler);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /** Adds a family of resources of the proxy's own. */
    public void add(ResourceTemplate template, ResourceTemplate.Handler handler) {
        components.add(template, handler);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /** Adds a prompt of the proxy's own, which overrides the backend's of the same name. */
    public void add(Prompt prompt, Prompt.Handler handler) {
        components.prompts().add(prompt, handler);
        tell(Method.PROMPTS_LIST_CHANGED);
    }

    /**
     * Removes a tool of the proxy's own.
     *
     * @throws IllegalArgumentException if it has no such tool: the backend's cannot be removed here
     */
    public void removeTool(String name) {
        removed(components.tools().remove(name), "tool", name);
        tell(Method.TOOLS_LIST_CHANGED);
    }

    /**
     * Removes a resource of the proxy's own.
     *
     * @throws IllegalArgumentException if it has none: the backend's cannot be removed here
     */
    public void removeResource(String uri) {
        removed(components.resources().remove(uri), "resource", uri);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /**
     * Removes a family of resources of the proxy's own.
     *
     * @throws IllegalArgumentException if it has none: the backend's cannot be removed here
     */
    public void removeTemplate(String uriTemplate) {
        removed(components.templates().remove(uriTemplate), "resource template", uriTemplate);
        tell(Method.RESOURCES_LIST_CHANGED);
    }

    /**
     * Removes a prompt of the proxy's own.
     *
     * @throws IllegalArgumentException if it has none: the backend's cannot be removed here
     */
    public void removePrompt(String name) {
        removed(components.prompts().remove(name), "prompt", name);
        tell(Method.PROMPTS_LIST_CHANGED);
    }

    /**
     * Mounts one more server while clients are there, who are told that their lists have changed;
     * see {@link Builder#mount(String, Backend, UnaryOperator)}.
     *
     * @throws IllegalStateException if this is a proxy of one server
     * @throws IllegalArgumentException if a server has this name or this prefix already
     */
    public void mount(String name, Backend server, UnaryOperator<MountOptions> options) {
        var own = options.apply(new MountOptions(name));
        servers.mount(new ProxiedServers.Planned(name, _ -> server, own));
    }

    /**
     * Takes a server away. Calls that are under way may end within half a minute; new ones are told
     * that it was removed (-31007).
     *
     * @throws IllegalStateException if this is a proxy of one server
     * @throws IllegalArgumentException if none has this name
     */
    public void unmount(String name) {
        servers.unmount(name);
    }

    private static void removed(boolean own, String kind, String identity) {
        if (!own) {
            throw new IllegalArgumentException(
                    "The proxy has no "
                            + kind
                            + " of its own called "
                            + identity
                            + ". What the backend offers is changed at the backend; here it can be"
                            + " overridden with add, or hidden by an interceptor");
        }
    }

    private void tell(String method) {
        conversations.values().forEach(conversation -> conversation.tell(method));
        listening.stream()
                .filter(exchange -> Subscription.wants(exchange.request(), method))
                .forEach(exchange -> exchange.tell(Notification.of(method, null)));
    }

    /**
     * Serves it, in one word: {@code proxy.serve(http(8080))}, {@code proxy.serve(stdio())}. May be
     * called several times, for several listeners at once; with the last of them the proxy is
     * closed. After a call that failed it can be served elsewhere, or has to be closed.
     *
     * @return what serves, and owns what that needs; clients can connect when this returns
     * @throws UncheckedIOException if it cannot be served there: the port is taken, for example
     */
    public RunningServer serve(ServerTransport transport) {
        return serving.begin(this, transport, lifetime, () -> {});
    }

    /**
     * Ends the shared backend sessions, and what was opened to reach the backend. Closing twice is
     * silent.
     */
    @Override
    public void close() {
        servers.close();
        lifetime.close();
        atClose.run();
    }

    /** What a proxy shall be. Not safe for use by several threads; used once. */
    public static final class Builder {

        private final @Nullable Function<Lifetime, Backend> target;
        private final List<ProxiedServers.Planned> mounts = new ArrayList<>(0);
        private final Components components = new Components();
        private final Renaming renaming = new Renaming();
        private final List<Interceptor> interceptors = new ArrayList<>();
        private GatewaySettings settings = GatewaySettings.DEFAULT;
        private @Nullable Environment environment;
        private ThreadFactory threads = Thread.ofVirtual().name("tieline-proxy-", 0).factory();

        private Builder(@Nullable Function<Lifetime, Backend> target) {
            this.target = target;
        }

        /**
         * Mounts a server under a name, which comes before the names of its tools and prompts
         * ({@code git__status}) unless the options say otherwise. Its own sessions, limits and
         * filters are its options'; what this builder says of one server, such as {@link
         * #sessions}, does not concern it.
         *
         * @throws IllegalStateException if the builder is one of a single server
         */
        public Builder mount(String name, Backend server, UnaryOperator<MountOptions> options) {
            return planned(name, _ -> server, options);
        }

        /** The same of a server in this process, such as an {@link McpServer}. */
        public Builder mount(String name, Service server, UnaryOperator<MountOptions> options) {
            return planned(name, Targets.of(server), options);
        }

        /** The same of {@code command("npx", "-y", …)} or {@code url("https://…")}. */
        public Builder mount(
                String name, ClientTransport server, UnaryOperator<MountOptions> options) {
            return planned(name, server::backend, options);
        }

        /**
         * The same of the server at a URL.
         *
         * @throws IllegalArgumentException if the text is none that can be connected to
         */
        public Builder mount(String name, String url, UnaryOperator<MountOptions> options) {
            return planned(name, Targets.of(url)::backend, options);
        }

        private Builder planned(
                String name,
                Function<Lifetime, Backend> server,
                UnaryOperator<MountOptions> options) {
            if (target != null) {
                throw new IllegalStateException(
                        "This builder is one of a single server; begin with McpProxy.builder()");
            }
            var own = options.apply(new MountOptions(name));
            mounts.add(new ProxiedServers.Planned(name, server, own));
            return this;
        }

        /** Which backend session serves which client: one for each client unless it is set. */
        public Builder sessions(SessionPolicy policy) {
            settings = settings.withSessions(policy);
            return this;
        }

        /** The proxy's own instructions, in the place of the backend's. */
        public Builder instructions(String text) {
            settings = settings.withInstructions(text);
            return this;
        }

        /** Everything else that a gateway can be told: time limits, a revision, headers. */
        public Builder settings(UnaryOperator<GatewaySettings> change) {
            settings = change.apply(settings);
            return this;
        }

        /** Stands between clients and backend, behind those that were added before. */
        public Builder intercept(Interceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * Gives a tool of the backend another name: it is listed and called by that and no longer
         * by its own. A tool of the backend that has the new name already is hidden.
         *
         * @throws IllegalArgumentException if one of the names is used for another renaming
         */
        public Builder rename(String tool, String newName) {
            renaming.add(tool, newName);
            return this;
        }

        /**
         * A tool of the proxy's own, which overrides the backend's of the same name. Its handler
         * reads its arguments one by one, and returns a text, a record or whatever else {@link
         * Tool.Body} names.
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
         * A tool of the proxy's own, which overrides the backend's of the same name that takes its
         * arguments as a record; the input schema is derived from it, with the names, defaults and
         * {@linkplain Description descriptions} that its annotations give. What a client sends is
         * checked, and a misfit told with its place.
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

        /** A resource of the proxy's own, which overrides the backend's under the same URI. */
        public Builder resource(Resource resource, Resource.Handler handler) {
            components.resources().add(resource, handler);
            return this;
        }

        /** A family of resources of the proxy's own; see {@link McpServer.Builder#template}. */
        public Builder template(ResourceTemplate template, ResourceTemplate.Handler handler) {
            components.add(template, handler);
            return this;
        }

        /** A prompt of the proxy's own, which overrides the backend's of the same name. */
        public Builder prompt(Prompt prompt, Prompt.Handler handler) {
            components.prompts().add(prompt, handler);
            return this;
        }

        /** Suggests values for an argument of the proxy's own prompts and templates. */
        public Builder completion(String reference, String argument, Completion.Handler handler) {
            components.complete(reference, argument, handler);
            return this;
        }

        /** Takes time and chance from here; without it the proxy has {@link SystemTimers}. */
        public Builder environment(Environment shared) {
            environment = shared;
            return this;
        }

        /** Where handlers and interceptors run; on virtual threads unless it is set. */
        public Builder threads(ThreadFactory factory) {
            threads = Objects.requireNonNull(factory);
            return this;
        }

        /** The proxy, ready to be given to listeners. Opens no connection. */
        public McpProxy build() {
            if (environment != null) {
                return new McpProxy(this, environment, () -> {});
            }
            var time = new SystemTimers();
            return new McpProxy(this, time.environment(), time::close);
        }

        /** Builds the proxy and {@linkplain McpProxy#serve(ServerTransport) serves} it. */
        public RunningServer serve(ServerTransport transport) {
            var proxy = build();
            try {
                return proxy.serve(transport);
            } catch (RuntimeException e) {
                proxy.close();
                throw e;
            }
        }
    }
}

package io.tieline.gateway.route;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.InterceptorChain;
import io.tieline.session.Environment;
import io.tieline.session.Seal;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Serves clients by what several servers answer, as one: their tools, prompts and resources
 * together, each request by the server that owns what it names, each question at the request that
 * raised it. What is true of one server behind a {@link io.tieline.gateway.Gateway} is true of
 * each.
 *
 * <p>Names are found in a table and never taken apart: see {@link Mount} and {@link
 * FederationSettings}. A server that is slow or away keeps no other from answering: the client is
 * told in {@code _meta["io.tieline/servers"]} of a list which servers it had to do without.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Closing it does not close
 * the gateways, which may stand in other federations as well.
 */
public final class Federation implements Service, AutoCloseable {

    private final Core core;
    private final InterceptorChain front;
    private final StatelessFront stateless;

    /**
     * These servers, as one.
     *
     * @param mounts in the order in which they go before each other where both have something
     * @throws IllegalArgumentException if two of them have one name, or one prefix that is not
     *     empty
     */
    public Federation(List<Mount> mounts, FederationSettings settings, Environment environment) {
        requireDistinct(mounts);
        var timers = environment.timers();
        var views = new Views(timers, environment.observer());
        var servers =
                new Servers(
                        mounts.stream()
                                .map(mount -> new MountedServer(mount, settings, timers, views))
                                .toList(),
                        new FormerServers(timers, settings));
        var lists = new ListAnswers(servers, settings, environment);
        var tasks = new FederatedTasks(servers, new Seal(environment.random()));
        var events = new FederatedEvents(new Seal(environment.random()));
        var router = new RequestRouter(servers, lists, tasks, events);
        this.core =
                new Core(
                        servers,
                        settings,
                        environment,
                        views,
                        tasks,
                        lists,
                        router,
                        new LearnedByPrincipal(),
                        Collections.synchronizedSet(new LinkedHashSet<>(0)));
        this.front = new InterceptorChain(settings.interceptors());
        this.stateless = new StatelessFront(core);
    }

    private static void requireDistinct(List<Mount> mounts) {
        var names = new HashSet<String>();
        var prefixes = new HashSet<String>();
        for (var mount : mounts) {
            if (!names.add(mount.name())) {
                throw new IllegalArgumentException("two servers have the name " + mount.name());
            }
            if (!mount.prefix().isEmpty() && !prefixes.add(mount.prefix())) {
                throw new IllegalArgumentException("two servers have the prefix " + mount.prefix());
            }
        }
    }

    /**
     * Puts other servers in the place of these, at once and for all clients. A mount that is equal
     * to one that is there stays with all that it has. Where one has the name of one that is there,
     * sessions go on with what they have of the old one until they have not used it for as long as
     * its gateway keeps what is idle, and requests without a session go to the new one, which
     * {@linkplain Gateway#follow follows} the old one. Of one that is gone, calls may go on for a
     * while and fail then (-31007). Clients are told which lists have changed; the names that they
     * know lead to the same things for the time of grace.
     *
     * @throws IllegalArgumentException if two of them have one name, or one prefix that is not
     *     empty; then nothing is changed
     */
    public synchronized void reload(List<Mount> mounts) {
        requireDistinct(mounts);
        var before = core.servers().all();
        var now = new ArrayList<MountedServer>();
        for (var mount : mounts) {
            now.add(
                    before.stream()
                            .filter(server -> server.mount().equals(mount))
                            .findAny()
                            .orElseGet(() -> mounted(mount)));
        }
        core.servers().replace(now);
        core.views().changed();
        List.copyOf(core.reloaded()).forEach(Core.Reloaded::reloaded);
    }

    private MountedServer mounted(Mount mount) {
        var timers = core.environment().timers();
        var server = new MountedServer(mount, core.settings(), timers, core.views());
        var before = core.servers().named(mount.name());
        var last = before == null ? core.servers().former().named(mount.name()) : before;
        if (last != null) {
            server.follow(last);
        }
        if (before != null && !before.mount().gateway().equals(mount.gateway())) {
            mount.gateway().follow(before.mount().gateway());
        }
        return server;
    }

    /**
     * Whether this gateway is one of the servers', or some client session still has something of
     * it: one that was replaced can be closed when it is not used.
     */
    public boolean isUsed(Gateway gateway) {
        return core.servers().all().stream().anyMatch(one -> one.mount().gateway().equals(gateway))
                || gateway.isJoined();
    }

    /** Whether some client has a session with it, or listens to it. */
    public boolean hasSessions() {
        return !core.reloaded().isEmpty();
    }

    @Override
    public Conversation open(ClientSession session) {
        return new SessionConversation(new FederatedSession(core, session));
    }

    @Override
    public void serve(Exchange exchange) {
        var request = core.router().meant(exchange.request());
        front.serve(exchange, request, stateless::serve);
    }

    @Override
    public void close() {
        core.servers().all().forEach(MountedServer::close);
        core.servers().former().close();
        core.learned().close();
    }

    /** One client session's conversation with all of them. */
    private final class SessionConversation implements Conversation {

        private final FederatedSession session;

        SessionConversation(FederatedSession session) {
            this.session = session;
        }

        @Override
        public void initialize(Exchange exchange) {
            session.greet(exchange, agreed(exchange.request()));
        }

        @Override
        public void serve(Exchange exchange) {
            var request = core.router().meant(exchange.request());
            front.serve(exchange, request, session::serve);
        }

        @Override
        public void notified(Notification notification) {
            // The handshakes with the servers are the gateways' own.
            if (!notification.method().equals(Method.INITIALIZED)) {
                session.notified(notification);
            }
        }

        @Override
        public void closed() {
            session.close();
        }
    }

    /**
     * The client's own revision if we speak it, else our latest (all revisions, "Version
     * Negotiation").
     */
    private static Revision agreed(Request initialize) {
        var params = initialize.params();
        return Revision.ofHandshakeOrLatest(params == null ? null : params.text("protocolVersion"));
    }
}

package io.tieline.gateway.route;

import io.tieline.session.LogLevels;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server for each request of a client: by the name, the URI, the reference or the task
 * that it is about, always by table. What the tables do not know is asked for once, then refused.
 * Keeps no state of a client; on the strand of whose request it is.
 */
final class RequestRouter {

    /** For how long a list is fresh: who asks for unknown names has servers list no more often. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Extensions have more of them. */
    private static final String OF_RESOURCES = "resources/";

    private static final String SKILLS = "skill:";

    private static final Json NO_COMPLETION =
            Json.of("{\"completion\":{\"values\":[],\"total\":0,\"hasMore\":false}}");

    private final Servers servers;
    private final ListAnswers lists;
    private final FederatedTasks tasks;
    private final FederatedEvents events;
    private final FederatedResults results;
    private final StateOwners states;

    RequestRouter(
            Servers servers, ListAnswers lists, FederatedTasks tasks, FederatedEvents events) {
        this.servers = servers;
        this.lists = lists;
        this.tasks = tasks;
        this.events = events;
        this.results = new FederatedResults(tasks);
        this.states = new StateOwners(servers);
    }

    /** Serves a request in the client's words. */
    void serve(Party party, Exchange exchange, Request request) {
        var kind = ListKind.listedBy(request.method());
        if (kind != null && !kind.isOfExtension()) {
            lists.answer(party, exchange, request, kind);
            return;
        }
        switch (request.method()) {
            case Method.TOOLS_CALL -> call(party, exchange, request);
            case Method.PROMPTS_GET -> named(party, exchange, request, ListKind.PROMPTS, true);
            case Method.RESOURCES_READ, Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE ->
                    byUri(party, exchange, request, true);
            case Method.COMPLETION_COMPLETE -> complete(party, exchange, request, true);
            case Method.LOGGING_SET_LEVEL -> setLevel(party, exchange, request);
            case Method.TASKS_LIST -> tasks.list(party, exchange, request);
            case Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL, Method.TASKS_UPDATE ->
                    tasks.serve(party, exchange, request);
            default -> other(party, exchange, request, true);
        }
    }

    private void call(Party party, Exchange exchange, Request request) {
        var name = request.params() == null ? null : request.params().text("name");
        if (name != null && lists.isSearch(name)) {
            search(party, exchange, request, name);
        } else {
            named(party, exchange, request, ListKind.TOOLS, true);
        }
    }

    private void search(Party party, Exchange exchange, Request request, String name) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var arguments = params.part("arguments");
        if (name.equals(ToolSearch.FIND)) {
            lists.find(party, exchange, arguments);
            return;
        }
        exchange.fail(
                RpcError.of(
                        ErrorCode.INVALID_PARAMS,
                        name
                                + " needs the name of a tool that "
                                + ToolSearch.FIND
                                + " has found, as the argument name"));
    }

    /** What a client means by its request: a call of what it has found is a call of that tool. */
    Request meant(Request request) {
        var params = request.params();
        if (params == null
                || !request.method().equals(Method.TOOLS_CALL)
                || !ToolSearch.CALL.equals(params.text("name"))
                || !lists.isSearch(ToolSearch.CALL)) {
            return request;
        }
        var inner = params.text("arguments", "name");
        if (inner == null || lists.isSearch(inner)) {
            return request;
        }
        var given = params.at("arguments", "arguments");
        var called = params.with("name", Json.string(inner));
        called = given == null ? called.without("arguments") : called.with("arguments", given);
        return request.withParams(called);
    }

    /** By the name of a tool or prompt. */
    private void named(
            Party party, Exchange exchange, Request request, ListKind kind, boolean mayAsk) {
        var name = request.params() == null ? null : request.params().text("name");
        if (name == null) {
            exchange.fail(
                    RpcError.of(ErrorCode.INVALID_PARAMS, request.method() + " names nothing"));
            return;
        }
        var owner = party.view(kind).owner(name);
        var owned = states.named(party, exchange, request, kind, owner);
        if (owned != null) {
            carry(party, exchange, request, owned);
        } else if (mayAsk) {
            var again = againAfter(exchange, () -> named(party, exchange, request, kind, false));
            lookFor(party, exchange, kind, name, again);
        } else {
            formerName(party, exchange, request, kind, name);
        }
    }

    /** A name that a reload has changed leads where it did, as long as that is shown. */
    private void formerName(
            Party party, Exchange exchange, Request request, ListKind kind, String name) {
        var revision = party.client().revision();
        var former = servers.former().owner(kind, revision, name);
        var server = former == null ? null : servers.named(former.server().name());
        var now =
                former == null || server == null
                        ? null
                        : party.view(kind).named(server, former.entry().nativeKey());
        if (now != null) {
            carry(party, exchange, request, now);
        } else if (former != null && server == null) {
            exchange.fail(SessionPart.removed(former.server().name()));
        } else {
            var gone =
                    servers.former().unheard(kind, revision, name, it -> servers.named(it) != null);
            exchange.fail(
                    gone == null ? unknownName(party, name, kind) : SessionPart.removed(gone));
        }
    }

    private void carry(Party party, Exchange exchange, Request request, View.Owned owned) {
        if (FederatedEvents.areMeantBy(request.method())) {
            events.serve(party, exchange, request, owned);
            return;
        }
        var server = owned.server();
        var tool = owned.entry().tool();
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        if (tool == null) {
            results.watch(party, server, exchange, request);
            var own = params.with("name", Json.string(owned.entry().nativeKey()));
            party.serve(server, exchange, request.withParams(own));
            return;
        }
        var contradiction =
                exchange.client() instanceof StatelessClient && !isSearched(exchange)
                        ? AskingHistory.contradiction(
                                params, tool.definition(), exchange.caller().headers())
                        : null;
        if (contradiction != null) {
            exchange.fail(contradiction);
            return;
        }
        switch (tool.translated(params)) {
            case ExposedTool.Translation.Refused(var error) -> exchange.fail(error);
            case ExposedTool.Translation.Translated(var own) -> {
                results.watch(party, server, exchange, request);
                party.serve(server, exchange, request.withParams(own));
            }
        }
    }

    /** Headers say what the arguments of the tool are that the client has called by its name. */
    private boolean isSearched(Exchange exchange) {
        var params = exchange.request().params();
        var name = params == null ? null : params.text("name");
        return name != null && lists.isSearch(name);
    }

    /**
     * Looks for a name that nobody has listed yet. Of a server whose names begin like it nobody
     * else's call is kept by that, so it is waited for as it would be for the call itself; the
     * others, which have the name at most without its beginning, only for a moment. A name that
     * begins like nobody's may be that of each server that has no prefix and has not listed yet.
     */
    private void lookFor(
            Party party, Exchange exchange, ListKind kind, String name, Runnable then) {
        var asked = stale(party, List.of(kind));
        var likely = asked.stream().filter(server -> server.namesBeginLike(name)).toList();
        BooleanSupplier isFound = () -> party.view(kind).owner(name) != null;
        var kinds = List.of(kind);
        if (likely.isEmpty()) {
            var waiting = lists.briefly().beyond(unlisted(party, kind, name), isFound);
            lists.fetch(party, exchange, asked, kinds, waiting, _ -> then.run());
            return;
        }
        Runnable rest = () -> ask(party, exchange, kinds, then);
        lists.fetch(
                party,
                exchange,
                likely,
                kinds,
                ListRound.Waiting.forAll(),
                _ -> (isFound.getAsBoolean() ? then : rest).run());
    }

    /** The servers whose own name this can be, as far as nobody knows what they have. */
    private Set<MountedServer> unlisted(Party party, ListKind kind, String name) {
        var all = servers.all();
        if (all.stream().anyMatch(server -> server.namesBeginLike(name))) {
            return Set.of();
        }
        var revision = party.client().revision();
        return all.stream()
                .filter(server -> server.hasNoPrefix() && server.mayHave(kind))
                .filter(server -> server.lastGood(kind, revision) == null)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Runs the task when the lists are there, unless the exchange is over by then. */
    private static Runnable againAfter(Exchange exchange, Runnable task) {
        return () -> exchange.attempt(task);
    }

    /** Asks those servers for their lists that nobody has asked just now. */
    void ask(Party party, Exchange exchange, List<ListKind> kinds, Runnable then) {
        lists.fetch(party, exchange, stale(party, kinds), kinds, _ -> then.run());
    }

    private List<MountedServer> stale(Party party, List<ListKind> kinds) {
        return servers.all().stream()
                .filter(server ->
                        kinds.stream()
                                .filter(server::mayHave)
                                .anyMatch(kind -> !party.isFresh(server, kind, FRESH.toNanos())))
                .toList();
    }

    private RpcError unknownName(Party party, String name, ListKind kind) {
        var several = party.view(kind).shownNames(name);
        if (several.size() > 1) {
            var why =
                    "Unknown "
                            + kind.one()
                            + ": "
                            + name
                            + "; several servers have one of that name: ";
            return RpcError.of(ErrorCode.INVALID_PARAMS, why + String.join(", ", several));
        }
        var away = party.away(kind);
        var unlisted = unlisted(party, kind, name);
        for (var server : away.entrySet()) {
            var one = server.getKey();
            if (one.namesBeginLike(name) || Set.of(one).equals(unlisted)) {
                return named(one, kind, server.getValue());
            }
        }
        var without = new LinkedHashSet<>(away.keySet());
        without.addAll(unlisted);
        var names = without.stream().map(MountedServer::name).collect(Collectors.joining(", "));
        var unknown = "Unknown " + kind.one() + ": " + name;
        return RpcError.of(
                ErrorCode.INVALID_PARAMS,
                names.isEmpty()
                        ? unknown
                        : unknown + " (servers that did not list theirs: " + names + ")");
    }

    private static RpcError named(MountedServer server, ListKind kind, RpcError error) {
        var who = "The server " + server.name() + " did not list its " + kind.member() + ": ";
        return new RpcError(error.code(), who + error.message(), error.data());
    }

    private void byUri(Party party, Exchange exchange, Request request, boolean mayAsk) {
        var uri = request.params() == null ? null : request.params().text("uri");
        if (uri == null) {
            exchange.fail(
                    RpcError.of(ErrorCode.INVALID_PARAMS, request.method() + " names no uri"));
            return;
        }
        var now = ResourceOwner.of(party, uri);
        var owner = states.resource(party, exchange, request, uri, now);
        if (owner != null) {
            serveResource(party, exchange, request, owner);
        } else if (mayAsk) {
            var again = againAfter(exchange, () -> byUri(party, exchange, request, false));
            ask(party, exchange, listing(uri), again);
        } else {
            unknownUri(party, exchange, request, uri);
        }
    }

    /** What may say whose a URI is: of servers that were never seen, as it looks. */
    private List<ListKind> listing(String uri) {
        boolean mayBeOfSkill =
                uri.startsWith(SKILLS)
                        && servers.all().stream().anyMatch(one -> one.seen() == null);
        return mayBeOfSkill || hasAny(ListKind.SKILLS)
                ? List.of(ListKind.RESOURCES, ListKind.TEMPLATES, ListKind.SKILLS)
                : List.of(ListKind.RESOURCES, ListKind.TEMPLATES);
    }

    /** Whether some server has declared that it has things of an extension's kind. */
    private boolean hasAny(ListKind kind) {
        return servers.all().stream().anyMatch(server -> server.declares(kind.capability()));
    }

    private void serveResource(
            Party party, Exchange exchange, Request request, ResourceOwner owner) {
        results.watch(party, owner.server(), exchange, request);
        var own = results.inServersWords(party, exchange, request, owner);
        party.serve(owner.server(), exchange, own);
    }

    private void unknownUri(Party party, Exchange exchange, Request request, String uri) {
        var kind = isOfSkill(request) ? ListKind.SKILLS : ListKind.RESOURCES;
        var only = ResourceOwner.only(party, servers.all(), kind, uri);
        if (only != null) {
            serveResource(party, exchange, request, only);
            return;
        }
        boolean isStateless = exchange.client() instanceof StatelessClient;
        int code = isStateless ? ErrorCode.INVALID_PARAMS : ErrorCode.RESOURCE_NOT_FOUND;
        exchange.fail(new RpcError(code, "No server has this resource", Json.object("uri", uri)));
    }

    private void complete(Party party, Exchange exchange, Request request, boolean mayAsk) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var ref = params.part("ref");
        var name = ref.text("name");
        var uri = ref.text("uri");
        var owned =
                name != null
                        ? party.view(ListKind.PROMPTS).owner(name)
                        : uri == null ? null : ownerOfRef(party, uri);
        if (owned != null) {
            var key = name == null ? "uri" : "name";
            var own = params.with(List.of("ref", key), Json.string(owned.entry().nativeKey()));
            if (owned.server().can("completions")) {
                party.serve(owned.server(), exchange, request.withParams(own));
            } else {
                exchange.finish(NO_COMPLETION);
            }
        } else if (mayAsk && (name != null || uri != null)) {
            var kinds =
                    name == null
                            ? List.of(ListKind.TEMPLATES, ListKind.RESOURCES)
                            : List.of(ListKind.PROMPTS);
            var again = againAfter(exchange, () -> complete(party, exchange, request, false));
            ask(party, exchange, kinds, again);
        } else {
            exchange.finish(NO_COMPLETION);
        }
    }

    private static View.@Nullable Owned ownerOfRef(Party party, String uri) {
        var template = party.view(ListKind.TEMPLATES).owner(uri);
        return template == null ? party.view(ListKind.RESOURCES).owner(uri) : template;
    }

    /** Every server that logs is told; the client's own answer waits for them a while. */
    private void setLevel(Party party, Exchange exchange, Request request) {
        var params = request.params() == null ? Json.EMPTY_OBJECT : request.params();
        var level = params.text("level");
        if (level == null || !LogLevels.isLevel(level)) {
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, "There is no log level " + level));
            return;
        }
        var logging = servers.all().stream().filter(server -> server.can("logging")).toList();
        lists.askAll(party, exchange, logging, request.method(), params);
    }

    /** By what servers declare; one that was never seen is asked what that is. */
    private void other(Party party, Exchange exchange, Request request, boolean mayAsk) {
        var method = request.method();
        if (isAboutUri(request)) {
            byUri(party, exchange, request, true);
            return;
        }
        var all = servers.all();
        var owners = all.stream().filter(server -> server.declares(familyOf(method))).toList();
        var listed = ListKind.listedBy(method);
        if (listed != null && !owners.isEmpty()) {
            lists.answer(party, exchange, request, listed);
        } else if (FederatedEvents.areMeantBy(method) && hasAny(ListKind.EVENTS)) {
            named(party, exchange, request, ListKind.EVENTS, true);
        } else if (owners.size() == 1 || all.size() == 1) {
            var server = owners.isEmpty() ? all.getFirst() : owners.getFirst();
            party.serve(server, exchange, request);
        } else if (mayAsk && all.stream().anyMatch(server -> server.seen() == null)) {
            var again = againAfter(exchange, () -> other(party, exchange, request, false));
            ask(party, exchange, List.of(ListKind.TOOLS), again);
        } else {
            unknown(exchange, method, owners.isEmpty());
        }
    }

    private static void unknown(Exchange exchange, String method, boolean isNobodys) {
        exchange.fail(
                RpcError.of(
                        ErrorCode.METHOD_NOT_FOUND,
                        isNobodys
                                ? "None of the servers behind this one declares "
                                        + MethodTraits.shown(method)
                                : "Several servers behind this one declare "
                                        + MethodTraits.shown(method)
                                        + ", and it does not say which one is meant"));
    }

    private static String familyOf(String method) {
        int slash = method.indexOf('/');
        return slash < 0 ? method : method.substring(0, slash);
    }

    private static boolean isOfSkill(Request request) {
        return request.method().equals(FederatedResults.SKILLS_GET);
    }

    /** Whether its URI says whose it is. */
    private static boolean isAboutUri(Request request) {
        return (request.method().startsWith(OF_RESOURCES) || isOfSkill(request))
                && request.params() != null
                && request.params().text("uri") != null;
    }
}

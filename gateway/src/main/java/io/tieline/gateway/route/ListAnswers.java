package io.tieline.gateway.route;

import io.tieline.session.Environment;
import io.tieline.session.Seal;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that all servers have a part in: lists, the search of tools, the log level. None
 * waits longer for a server than a moment. Keeps no state of a client; on the strand of whose
 * request it is.
 */
final class ListAnswers {

    /** How long the others wait for a server that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The member of {@code _meta} that says which servers are not well. */
    static final String STATES = "io.tieline/servers";

    private static final String HIDDEN = "io.tieline/hidden";

    private final Servers servers;
    private final FederationSettings settings;
    private final Environment environment;
    private final MergedPages pages;

    ListAnswers(Servers servers, FederationSettings settings, Environment environment) {
        this.servers = servers;
        this.settings = settings;
        this.environment = environment;
        this.pages = new MergedPages(new Seal(environment.random()), settings.pageSize());
    }

    /** Whether a tool is one of those that find and call the others. */
    boolean isSearch(String tool) {
        return settings.search() && (tool.equals(ToolSearch.FIND) || tool.equals(ToolSearch.CALL));
    }

    /** Answers with everything of this kind. */
    void answer(Party party, Exchange exchange, Request request, ListKind kind) {
        var cursor = request.params() == null ? null : request.params().get("cursor");
        if (cursor != null && !cursor.isNull()) {
            page(party, exchange, kind, cursor, new ListRound.Outcome(Map.of(), List.of()));
            return;
        }
        WholeList.Round round =
                (asked, countdown, then) -> {
                    var waiting = new ListRound.Waiting(countdown, Set.of(), () -> false);
                    fetch(party, exchange, asked, List.of(kind), waiting, then);
                };
        new WholeList(
                        servers,
                        kind,
                        environment.timers(),
                        round,
                        outcome -> listed(party, exchange, kind, outcome.asked(), outcome.round()))
                .ask();
    }

    private void listed(
            Party party,
            Exchange exchange,
            ListKind kind,
            List<MountedServer> asked,
            ListRound.Outcome outcome) {
        if (hasNothing(party, kind, asked, outcome)) {
            exchange.fail(nobody(kind, outcome));
        } else {
            page(party, exchange, kind, null, outcome);
        }
    }

    /** Whether none of those that were asked has answered, and nothing is known from before. */
    private static boolean hasNothing(
            Party party, ListKind kind, List<MountedServer> asked, ListRound.Outcome outcome) {
        int without = outcome.failed().size() + outcome.late().size();
        return !asked.isEmpty() && without == asked.size() && party.view(kind).items().isEmpty();
    }

    /** All are down: an empty list would say that there is nothing. */
    private static RpcError nobody(ListKind kind, ListRound.Outcome outcome) {
        if (outcome.failed().size() == 1 && outcome.late().isEmpty()) {
            return outcome.failed().values().iterator().next();
        }
        var reasons = states(kind, outcome);
        var why =
                "No server lists its "
                        + kind.member()
                        + ": "
                        + reasons.entrySet().stream()
                                .map(one -> one.getKey() + ": " + one.getValue().text("reason"))
                                .collect(Collectors.joining("; "));
        var names = String.join(", ", reasons.keySet());
        return new LinkFailure(LinkFailure.Kind.GONE, why, Executed.NO).error(names, "call");
    }

    private void page(
            Party party,
            Exchange exchange,
            ListKind kind,
            @Nullable Json cursor,
            ListRound.Outcome outcome) {
        var view = party.view(kind);
        var items = kind == ListKind.TOOLS && settings.search() ? searched(view) : view.items();
        var reader = readerOf(exchange);
        switch (pages.page(kind.method(), reader, view.generation(), items, cursor)) {
            case MergedPages.Outcome.Refused(var error) -> exchange.fail(error);
            case MergedPages.Outcome.Page(var page, var next) -> {
                var result = Json.object(kind.member(), Json.array(page));
                result = next == null ? result : result.with("nextCursor", Json.string(next));
                party.shown(view);
                exchange.finish(dressed(result, view, exchange, outcome));
            }
        }
    }

    private static String readerOf(Exchange exchange) {
        var principal = exchange.caller().principal();
        return exchange.client() instanceof ClientSession session
                ? principal.key() + '\0' + session.id()
                : principal.key();
    }

    private Json dressed(Json result, View view, Exchange exchange, ListRound.Outcome outcome) {
        var dressed = result;
        var states = states(view.kind(), outcome);
        if (!states.isEmpty()) {
            dressed = dressed.with(List.of("_meta", STATES), Json.object(states));
        }
        if (!view.losers().isEmpty()) {
            var hidden = new LinkedHashMap<String, Json>();
            view.losers()
                    .forEach((server, names) ->
                            hidden.put(
                                    server, Json.array(names.stream().map(Json::string).toList())));
            dressed = dressed.with(List.of("_meta", HIDDEN), Json.object(hidden));
        }
        if (exchange.client() instanceof ClientSession) {
            return dressed;
        }
        long ttl = states.isEmpty() ? lifetime(view) : 0;
        boolean isPrivate =
                view.parts().stream()
                        .map(View.Part::catalogue)
                        .anyMatch(part ->
                                part != null && (part.isPrivate() || part.ttlMs().isEmpty()));
        return dressed.with("ttlMs", Json.number(ttl))
                .with("cacheScope", Json.string(isPrivate ? "private" : "public"));
    }

    /** The least of those that say how long their list is good; none says nothing. */
    private static long lifetime(View view) {
        return view.parts().stream()
                .map(View.Part::catalogue)
                .filter(Objects::nonNull)
                .map(Catalogue::ttlMs)
                .flatMapToLong(OptionalLong::stream)
                .filter(ttl -> ttl > 0)
                .min()
                .orElse(0);
    }

    private static Map<String, Json> states(ListKind kind, ListRound.Outcome outcome) {
        var states = new LinkedHashMap<String, Json>();
        outcome.failed().forEach((server, error) -> states.put(server.name(), state(error)));
        var late =
                "it has not listed its " + kind.member() + " within " + PATIENCE.toSeconds() + " s";
        outcome.late()
                .forEach(server ->
                        states.put(server.name(), Json.object("state", "slow", "reason", late)));
        return states;
    }

    /** How a server is that has answered with this. */
    static Json state(RpcError error) {
        var state =
                switch (error.code()) {
                    case ErrorCode.BACKEND_GONE, ErrorCode.BACKEND_SESSION_LOST -> "down";
                    case ErrorCode.BACKEND_TIMED_OUT -> "slow";
                    case ErrorCode.OVERLOADED -> "busy";
                    default -> "failing";
                };
        return Json.object("state", state, "reason", error.message());
    }

    /** Whether clients are listed the same. */
    boolean isSame(View one, View other) {
        boolean isSearched = one.kind() == ListKind.TOOLS && settings.search();
        return isSearched ? searched(one).equals(searched(other)) : one.shows(other);
    }

    /** With a search, only these are listed: the two that find and call, and those pinned. */
    private List<Json> searched(View view) {
        var items = new ArrayList<Json>();
        items.add(ToolSearch.FINDER);
        items.add(ToolSearch.CALLER);
        for (var name : settings.pinned()) {
            var owned = view.owner(name);
            if (owned != null) {
                items.add(owned.entry().shown());
            }
        }
        return items;
    }

    /** Finds tools by words, in the lists of all servers. */
    void find(Party party, Exchange exchange, Json arguments) {
        var query = arguments.text("query");
        if (query == null) {
            exchange.fail(
                    RpcError.of(
                            ErrorCode.INVALID_PARAMS,
                            ToolSearch.FIND + " needs a query, a string"));
            return;
        }
        long limit = arguments.integer("limit").orElse(ToolSearch.USUALLY_FOUND);
        var asked =
                servers.all().stream()
                        .filter(server -> server.mayHave(ListKind.TOOLS))
                        .filter(server ->
                                server.lastGood(ListKind.TOOLS, party.client().revision()) == null)
                        .toList();
        fetch(
                party,
                exchange,
                asked,
                List.of(ListKind.TOOLS),
                outcome -> {
                    if (hasNothing(party, ListKind.TOOLS, asked, outcome)) {
                        exchange.fail(nobody(ListKind.TOOLS, outcome));
                    } else {
                        var found = party.view(ListKind.TOOLS).search().find(query, limit);
                        exchange.finish(found(found, states(ListKind.TOOLS, outcome)));
                    }
                });
    }

    private static Json found(List<Json> found, Map<String, Json> states) {
        var tools = Json.object("tools", Json.array(found));
        var block = Json.object("type", "text", "text", tools.toString());
        var result = Json.object("content", Json.array(List.of(block)), "structuredContent", tools);
        return states.isEmpty()
                ? result
                : result.with(List.of("_meta", STATES), Json.object(states));
    }

    /** Has these servers list, and goes on when they have, or when it has taken too long. */
    void fetch(
            Party party,
            Exchange exchange,
            List<MountedServer> asked,
            List<ListKind> kinds,
            Consumer<ListRound.Outcome> then) {
        fetch(party, exchange, asked, kinds, briefly(), then);
    }

    /** No longer than others wait for a server. */
    ListRound.Waiting briefly() {
        return ListRound.Waiting.briefly(environment.timers());
    }

    /** Has these servers list, and goes on when there was enough waiting. */
    void fetch(
            Party party,
            Exchange exchange,
            List<MountedServer> asked,
            List<ListKind> kinds,
            ListRound.Waiting waiting,
            Consumer<ListRound.Outcome> then) {
        var listing =
                ListRound.begin(
                        party,
                        asked,
                        kinds,
                        waiting,
                        outcome -> exchange.attempt(() -> then.accept(outcome)));
        exchange.onCancel(_ -> listing.cancel());
    }

    /**
     * Makes one request of each of these servers, and answers when all have answered or it has
     * taken too long: with the error of one if none of them has agreed.
     */
    void askAll(
            Party party, Exchange exchange, List<MountedServer> asked, String method, Json params) {
        if (asked.isEmpty()) {
            exchange.finish(Json.EMPTY_OBJECT);
            return;
        }
        var said = new Agreement(exchange);
        var answers = AwaitedAnswers.of(exchange, environment, asked.size(), said::add, said::tell);
        for (var server : asked) {
            exchange.onCancel(party.ask(server, method, params, answers));
        }
    }

    /** Whether one of several servers at least agrees to a request. On the client's strand. */
    private static final class Agreement {

        private final Exchange exchange;
        private boolean agreed;
        private @Nullable RpcError error;

        Agreement(Exchange exchange) {
            this.exchange = exchange;
        }

        void add(Response response) {
            switch (response) {
                case Result _ -> agreed = true;
                case Failure failure -> error = failure.error();
            }
        }

        void tell() {
            if (error == null || agreed) {
                exchange.finish(Json.EMPTY_OBJECT);
            } else {
                exchange.fail(error);
            }
        }
    }
}

package io.tieline.gateway.route;

import io.tieline.gateway.Interceptor;
import io.tieline.gateway.Selection;
import io.tieline.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said of several servers together.
 *
 * @param implementation what the front calls itself, as {@code name} and {@code version}
 * @param instructions what clients are told before the instructions of the servers; null for
 *     nothing
 * @param maxName how long a name may be for a model, in characters
 * @param reserve how many of them are kept for what clients put in front of it
 * @param pageSize how many things one answer lists at the most
 * @param grace for how long what a server has listed is shown while the server is away
 * @param drain for how long calls of a server may go on that a reload has removed
 * @param tools which tools are shown, by the names under which clients see them
 * @param prompts the same of prompts
 * @param resources the same of resources and templates, by their URIs
 * @param search whether tools are found by {@code search_tools} and called by {@code call_tool}
 *     instead of being listed
 * @param pinned the tools that are listed nevertheless, by the names under which clients see them
 * @param interceptors see every request in the client's words, in this order
 */
public record FederationSettings(
        Json implementation,
        @Nullable String instructions,
        int maxName,
        int reserve,
        int pageSize,
        Duration grace,
        Duration drain,
        Selection tools,
        Selection prompts,
        Selection resources,
        boolean search,
        List<String> pinned,
        List<Interceptor> interceptors) {

    /**
     * Names for the models that are used most, lists of up to 2,000 things, ten minutes of grace.
     */
    public static final FederationSettings DEFAULT =
            new FederationSettings(
                    Json.object("name", "tieline", "version", "0.1.0"),
                    null,
                    Naming.MAX_NAME,
                    Naming.RESERVE,
                    MergedPages.PAGE_SIZE,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(25),
                    Selection.ALL,
                    Selection.ALL,
                    Selection.ALL,
                    false,
                    List.of(),
                    List.of());

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if no name or no item would have room
     */
    public FederationSettings {
        pinned = List.copyOf(pinned);
        interceptors = List.copyOf(interceptors);
        var _ = new Naming("", maxName, reserve);
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize is " + pageSize + ", below 1");
        }
    }

    /** The same under another name, as {@code name} and {@code version}. */
    public FederationSettings withImplementation(Json other) {
        return with(draft -> draft.implementation = other);
    }

    /** The same with instructions of the front's own. */
    public FederationSettings withInstructions(@Nullable String other) {
        return with(draft -> draft.instructions = other);
    }

    /** The same with other bounds on names. */
    public FederationSettings withNames(int longest, int kept) {
        return with(draft -> {
            draft.maxName = longest;
            draft.reserve = kept;
        });
    }

    /** The same with pages of another size. */
    public FederationSettings withPageSize(int other) {
        return with(draft -> draft.pageSize = other);
    }

    /** The same with another time for which a server that is away is shown. */
    public FederationSettings withGrace(Duration other) {
        return with(draft -> draft.grace = other);
    }

    /** The same with another time for calls of a server that is removed. */
    public FederationSettings withDrain(Duration other) {
        return with(draft -> draft.drain = other);
    }

    /** The same with other things shown. */
    public FederationSettings withSelections(Selection some, Selection others, Selection uris) {
        return with(draft -> {
            draft.tools = some;
            draft.prompts = others;
            draft.resources = uris;
        });
    }

    /** The same with tools that are searched, but for these. */
    public FederationSettings withSearch(List<String> listed) {
        return with(draft -> {
            draft.search = true;
            draft.pinned = listed;
        });
    }

    /** The same with these interceptors. */
    public FederationSettings withInterceptors(List<Interceptor> other) {
        return with(draft -> draft.interceptors = other);
    }

    private FederationSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new FederationSettings(
                draft.implementation,
                draft.instructions,
                draft.maxName,
                draft.reserve,
                draft.pageSize,
                draft.grace,
                draft.drain,
                draft.tools,
                draft.prompts,
                draft.resources,
                draft.search,
                draft.pinned,
                draft.interceptors);
    }

    /** Settings of which some are about to change. */
    private static final class Draft {

        private Json implementation;
        private @Nullable String instructions;
        private int maxName;
        private int reserve;
        private int pageSize;
        private Duration grace;
        private Duration drain;
        private Selection tools;
        private Selection prompts;
        private Selection resources;
        private boolean search;
        private List<String> pinned;
        private List<Interceptor> interceptors;

        Draft(FederationSettings from) {
            implementation = from.implementation;
            instructions = from.instructions;
            maxName = from.maxName;
            reserve = from.reserve;
            pageSize = from.pageSize;
            grace = from.grace;
            drain = from.drain;
            tools = from.tools;
            prompts = from.prompts;
            resources = from.resources;
            search = from.search;
            pinned = from.pinned;
            interceptors = from.interceptors;
        }
    }
}

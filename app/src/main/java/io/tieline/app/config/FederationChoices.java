package io.tieline.app.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says for all servers together, under {@code tieline} at its root. Immutable.
 *
 * @param name what the gateway calls itself to clients if there are several servers; null for
 *     {@code tieline}
 * @param instructions what clients are told before the servers' own instructions; null for nothing
 * @param maxName how many characters a tool's name may have at a client
 * @param reserve how many of them the client needs for itself
 * @param pageSize how many items a list may have before it has pages
 * @param grace how long the last catalogue of a server that is away is shown
 * @param search whether clients get tools that search and call, in place of all tools
 * @param pinned the tools that they get besides
 * @param views in the order of the file
 */
public record FederationChoices(
        @Nullable String name,
        @Nullable String instructions,
        int maxName,
        int reserve,
        int pageSize,
        Duration grace,
        boolean search,
        List<String> pinned,
        List<ViewSettings> views) {

    /** What holds where no file says otherwise. */
    public static final FederationChoices DEFAULT =
            new FederationChoices(
                    null, null, 64, 14, 2_000, Duration.ofMinutes(10), false, List.of(), List.of());

    public FederationChoices {
        pinned = List.copyOf(pinned);
        views = List.copyOf(views);
    }

    /** The same with these instructions; null leaves them as they are. */
    FederationChoices withInstructions(@Nullable ConfigValue given) {
        return given == null
                ? this
                : new FederationChoices(
                        name,
                        given.value(),
                        maxName,
                        reserve,
                        pageSize,
                        grace,
                        search,
                        pinned,
                        views);
    }
}

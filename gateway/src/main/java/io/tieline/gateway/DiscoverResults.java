package io.tieline.gateway;

import io.tieline.session.era.HandshakeToStateless;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.List;

/**
 * The {@code server/discover} result that a client sees: the backend's own words, but for the
 * revisions, which are each hop's own, and for what the gateway cannot carry (revision 2026-07-28,
 * "Discovery").
 */
final class DiscoverResults {

    private static final Json REVISIONS =
            Json.array(List.of(Json.string(Revision.STATELESS.text())));

    private DiscoverResults() {}

    /** What the client is told of a backend that has sent this {@code initialize} result. */
    static Json of(Upstream upstream, Json initializeResult) {
        var own = upstream.lastSeen().discovered();
        var result = own == null ? HandshakeToStateless.discovered(initializeResult) : own;
        result = result.with("supportedVersions", REVISIONS);
        var instructions = upstream.settings().instructions();
        return instructions == null
                ? result
                : result.with("instructions", Json.string(instructions));
    }
}

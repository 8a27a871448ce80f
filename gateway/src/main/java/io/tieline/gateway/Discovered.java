package io.tieline.gateway;

import io.tieline.session.era.HandshakeToStateless;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.List;

/**
 * What a client without a session is told of the backend: the backend's own words, but for the
 * revisions, which are each hop's own, and for what the gateway cannot carry (revision 2026-07-28,
 * "Discovery").
 */
final class Discovered {

    private Discovered() {}

    /** The result of {@code server/discover}. */
    static Json of(Target target, Json initializeResult) {
        var own = target.lastDiscovered();
        var result = own == null ? HandshakeToStateless.discovered(initializeResult) : own;
        result =
                result.with(
                        "supportedVersions",
                        Json.array(List.of(Json.string(Revision.STATELESS.text()))));
        var instructions = target.settings().instructions();
        return instructions == null
                ? result
                : result.with("instructions", Json.string(instructions));
    }
}

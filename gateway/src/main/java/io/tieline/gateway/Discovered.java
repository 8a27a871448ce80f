package io.tieline.gateway;

import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
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
        var result = own == null ? translated(initializeResult) : own;
        result =
                result.with(
                        "supportedVersions",
                        Json.array(List.of(Json.string(Revision.STATELESS.text()))));
        var instructions = target.settings().instructions();
        return instructions == null
                ? result
                : result.with("instructions", Json.string(instructions));
    }

    private static Json translated(Json initializeResult) {
        var instructions = initializeResult.get("instructions");
        var result =
                Json.object(
                        "resultType",
                        "complete",
                        "capabilities",
                        capabilities(initializeResult),
                        "ttlMs",
                        0,
                        "cacheScope",
                        "private");
        result = signed(result, initializeResult);
        return instructions == null ? result : result.with("instructions", instructions);
    }

    /** The same result, with the name of the server that gave it. */
    static Json signed(Json result, Json initializeResult) {
        var info = initializeResult.get("serverInfo");
        return info == null || !info.isObject()
                ? result
                : result.with(List.of("_meta", MetaKey.SERVER_INFO), info);
    }

    /** What the backend can do that can be carried without a session. */
    static Json capabilities(Json initializeResult) {
        var declared = initializeResult.get("capabilities");
        return declared == null || !declared.isObject()
                ? Json.EMPTY_OBJECT
                : declared.without("tasks");
    }
}

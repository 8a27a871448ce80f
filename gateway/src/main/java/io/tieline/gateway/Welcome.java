package io.tieline.gateway;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The {@code initialize} result that a client sees: the backend's own, but for the revision, which
 * each hop agrees for itself, and for what the gateway cannot carry (all revisions, "Lifecycle").
 */
final class Welcome {

    /**
     * For a backend that has never been seen: the client may try everything, and the first request
     * says what is wrong.
     */
    private static final Json UNSEEN = Json.of("{\"tools\":{},\"resources\":{},\"prompts\":{}}");

    private Welcome() {}

    /** What a client of its own backend session sees. */
    static Json own(Target target, Json backend, Revision agreed) {
        return dressed(target, backend, known(capabilities(backend), agreed), agreed);
    }

    /**
     * What a client sees whose every request has a backend session of its own: nothing that
     * outlives a request.
     */
    static Json fresh(Target target, Json backend, Revision agreed) {
        var capabilities = known(capabilities(backend), agreed).without("tasks");
        for (var part : new String[] {"tools", "prompts", "resources"}) {
            var declared = capabilities.get(part);
            if (declared != null) {
                capabilities =
                        capabilities.with(
                                part, declared.without("listChanged").without("subscribe"));
            }
        }
        return dressed(target, backend, capabilities, agreed);
    }

    /** What each of several clients of one backend session sees. */
    static Json shared(Target target, Json backend, Revision agreed) {
        return dressed(
                target, backend, known(capabilities(backend), agreed).without("tasks"), agreed);
    }

    /** What a client sees while the backend is away. */
    static Json away(Target target, Revision agreed) {
        @Nullable Json before = target.lastSeen();
        if (before != null) {
            return own(target, before, agreed);
        }
        var result =
                Json.object(
                        "protocolVersion", agreed.text(),
                        "capabilities", UNSEEN,
                        "serverInfo", target.settings().implementation());
        return dressed(target, result, UNSEEN, agreed);
    }

    private static Json dressed(Target target, Json backend, Json capabilities, Revision agreed) {
        var result =
                backend.with("protocolVersion", Json.string(agreed.text()))
                        .with("capabilities", capabilities);
        var own = target.settings().instructions();
        return own == null ? result : result.with("instructions", Json.string(own));
    }

    private static Json capabilities(Json backend) {
        var declared = backend.get("capabilities");
        return declared != null && declared.isObject() ? declared : Json.EMPTY_OBJECT;
    }

    private static Json known(Json capabilities, Revision agreed) {
        return agreed.hasTasks() ? capabilities : capabilities.without("tasks");
    }
}

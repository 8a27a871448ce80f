package io.tieline.gateway;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.List;

/**
 * The {@code initialize} results that a client sees: the backend's own, but for the revision, which
 * each hop agrees for itself, and for what the gateway cannot carry (all revisions, "Lifecycle").
 *
 * @param key whose state the client will meet
 * @param agreed the revision in which the client is answered
 */
record InitializeResults(GatewaySettings settings, ScopeKey key, Revision agreed) {

    /**
     * For a backend that is gone and has never been seen: the client may try everything, and the
     * first request says what is wrong.
     */
    private static final Json UNSEEN = Json.of("{\"tools\":{},\"resources\":{},\"prompts\":{}}");

    /** What the client is told of a backend that has just been opened. */
    Json of(Json backend) {
        var known = known(backend);
        var carried =
                switch (key) {
                    case ScopeKey.OfSession _ -> known;
                    case ScopeKey.OfExchange _ -> withoutWhatLasts(known.without("tasks"));
                    case ScopeKey.OfKey _,
                            ScopeKey.OfPrincipal _,
                            ScopeKey.Named _,
                            ScopeKey.OfShard _ ->
                            known.without("tasks");
                };
        return dressed(backend, carried);
    }

    /** What the client is told of a backend that is away, and has said this before. */
    Json seen(Json backend) {
        return dressed(backend, known(backend));
    }

    /** What the client is told of a backend that is away, and was never seen. */
    Json unseen() {
        var result =
                Json.object(
                        "protocolVersion", agreed.text(),
                        "capabilities", UNSEEN,
                        "serverInfo", settings.implementation());
        return dressed(result, UNSEEN);
    }

    /** Where every request has a backend session of its own, nothing outlives a request. */
    private static Json withoutWhatLasts(Json capabilities) {
        var left = capabilities;
        for (var part : List.of("tools", "prompts", "resources")) {
            var declared = left.get(part);
            if (declared != null && declared.isObject()) {
                left = left.with(part, declared.without("listChanged").without("subscribe"));
            }
        }
        return left;
    }

    private Json dressed(Json backend, Json capabilities) {
        var result =
                backend.with("protocolVersion", Json.string(agreed.text()))
                        .with("capabilities", capabilities);
        var own = settings.instructions();
        return own == null ? result : result.with("instructions", Json.string(own));
    }

    /** What the client's revision knows of the backend's capabilities. */
    private Json known(Json backend) {
        var declared = backend.get("capabilities");
        var capabilities = declared != null && declared.isObject() ? declared : Json.EMPTY_OBJECT;
        return agreed.hasTasks() ? capabilities : capabilities.without("tasks");
    }
}

package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The {@code initialize} result that a client sees: the backend's own, but for the revision, which
 * each hop agrees for itself, and for what the gateway cannot carry (all revisions, "Lifecycle").
 */
final class Welcome {

    /**
     * For a backend that is gone and has never been seen: the client may try everything, and the
     * first request says what is wrong.
     */
    private static final Json UNSEEN = Json.of("{\"tools\":{},\"resources\":{},\"prompts\":{}}");

    private static final String PHASE = "initialize";

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
            if (declared != null && declared.isObject()) {
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

    /**
     * Answers the handshake of a client whose backend could not be opened. One that is gone keeps
     * nobody from connecting: the client is told what the backend said when it was last seen, or a
     * plain offer, and its first request hears of it. One that lives and was never seen may offer
     * anything, so of that nothing is invented: the client is told why it must wait, or what the
     * backend has against it.
     */
    static void away(Exchange greeting, Target target, LinkFailure failure, Revision agreed) {
        @Nullable Json before = target.lastSeen();
        switch (failure.kind()) {
            case OVERLOADED -> greeting.fail(failure.error(target.name(), PHASE));
            case TIMED_OUT, BROKE_PROTOCOL -> {
                if (before == null) {
                    greeting.fail(failure.error(target.name(), PHASE));
                } else {
                    greeting.finish(own(target, before, agreed));
                }
            }
            case GONE, SESSION_LOST, GAVE_WAY, DRAINING ->
                    greeting.finish(
                            before == null ? unseen(target, agreed) : own(target, before, agreed));
        }
    }

    private static Json unseen(Target target, Revision agreed) {
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

package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a backend session is opened.
 *
 * @param revision the revision to ask for
 * @param era what is known of the era that the backend speaks
 * @param prefersStateless whether it serves requests of one principal that has no sessions: then a
 *     backend that speaks both eras is spoken to without one, and whatever a call says can only
 *     reach that principal
 * @param clientInfo who the backend is told is calling
 * @param capabilities what the backend is told it may ask
 * @param exclusive whether the session serves one client session only, so that its client is always
 *     certain
 * @param rule who may overlap where the link cannot attribute
 * @param ids where the ids of its requests come from
 * @param askingHistory what is known of the backend's tools
 * @param limits how long it may take
 * @param headers what goes with each request of the connection, as it is when the request leaves
 */
public record BackendOpening(
        Revision revision,
        BackendEra era,
        boolean prefersStateless,
        Json clientInfo,
        Json capabilities,
        boolean exclusive,
        CallRule rule,
        RequestIds ids,
        AskingHistory askingHistory,
        TimeLimits limits,
        Supplier<Map<String, String>> headers) {

    /** For a connection that has none, and for nobody who has headers of his own. */
    public static final Supplier<Map<String, String>> NO_HEADERS = Map::of;
}

package io.tieline.testkit.peers;

import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Revision;
import java.util.List;

/** What peers say of themselves when they meet. */
final class Offers {

    private static final Json SERVER = Json.object("name", "scripted", "version", "1");
    private static final Json CLIENT = Json.object("name", "recorded", "version", "1");

    private Offers() {}

    /** The answer to {@code initialize}: the revision that was asked for. */
    static Json initialized(Json params, Json capabilities) {
        var agreed = Revision.ofHandshakeOrLatest(params.text("protocolVersion"));
        return Json.object(
                "protocolVersion",
                agreed.text(),
                "capabilities",
                capabilities,
                "serverInfo",
                SERVER);
    }

    /** The answer to {@code server/discover}. */
    static Json discovered(Json capabilities) {
        var revisions = Json.array(List.of(Json.string(Revision.STATELESS.text())));
        return Json.object(
                "supportedVersions",
                revisions,
                "capabilities",
                capabilities,
                "ttlMs",
                0,
                "cacheScope",
                "private",
                "_meta",
                Json.object(MetaKey.SERVER_INFO, SERVER));
    }

    /** A listing of tools that take anything. */
    static Json tools(List<String> names) {
        var schema = Json.object("type", "object");
        return Json.array(
                names.stream()
                        .map(name -> Json.object("name", name, "inputSchema", schema))
                        .toList());
    }

    /** The parameters of a client's {@code initialize}. */
    static Json initialize(Revision revision, Json capabilities) {
        return Json.object(
                "protocolVersion",
                revision.text(),
                "capabilities",
                capabilities,
                "clientInfo",
                CLIENT);
    }

    /** The same parameters in the envelope of the stateless era. */
    static Json enveloped(Json params, Json capabilities) {
        return params.with(
                        List.of("_meta", MetaKey.PROTOCOL_VERSION),
                        Json.string(Revision.STATELESS.text()))
                .with(List.of("_meta", MetaKey.CLIENT_CAPABILITIES), capabilities)
                .with(List.of("_meta", MetaKey.CLIENT_INFO), CLIENT);
    }
}

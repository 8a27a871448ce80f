package io.tieline.session;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata in which a request of the stateless era describes its client, its {@code _meta}
 * (revision 2026-07-28, "Base Protocol: _meta"). It holds for this request alone: nothing is
 * inferred from an earlier one.
 *
 * @param capabilities what the client can be asked
 * @param clientInfo the program; an empty object if it gave none
 * @param logLevel the least level of log messages that it wants; null means none at all
 */
public record RequestMetadata(
        ClientCapabilities capabilities, Json clientInfo, @Nullable String logLevel)
        implements Observer.Sender {

    /** A request of the stateless era belongs to no session. */
    @Override
    public String session() {
        return "";
    }

    @Override
    public Revision revision() {
        return Revision.STATELESS;
    }

    /**
     * Says whether a request is written in the stateless era, whatever else may be wrong with it.
     */
    public static boolean isIn(Request request) {
        var meta = request.meta();
        return meta != null && meta.get(MetaKey.PROTOCOL_VERSION) != null;
    }

    /**
     * Reads the metadata of a request.
     *
     * @throws McpException if a member is missing or wrong (-32602) or the revision is not ours
     *     (-32022)
     */
    public static RequestMetadata of(Request request) {
        var meta = request.meta() == null ? Json.EMPTY_OBJECT : request.meta();
        var version = meta.text(MetaKey.PROTOCOL_VERSION);
        if (version == null) {
            throw missing(MetaKey.PROTOCOL_VERSION, "a string");
        }
        if (!version.equals(Revision.STATELESS.text())) {
            throw unsupported(version);
        }
        var capabilities = meta.get(MetaKey.CLIENT_CAPABILITIES);
        if (capabilities == null || !capabilities.isObject()) {
            throw missing(MetaKey.CLIENT_CAPABILITIES, "an object");
        }
        var level = meta.get(MetaKey.LOG_LEVEL);
        if (level != null && (!level.isString() || !LogLevels.isLevel(level.asString()))) {
            throw new McpException(
                    RpcError.of(
                            ErrorCode.INVALID_PARAMS,
                            MetaKey.LOG_LEVEL + " must be one of " + LogLevels.ORDER));
        }
        var info = meta.get(MetaKey.CLIENT_INFO);
        return new RequestMetadata(
                new ClientCapabilities(capabilities),
                info != null && info.isObject() ? info : Json.EMPTY_OBJECT,
                meta.text(MetaKey.LOG_LEVEL));
    }

    /** The same in arrays of its own, for whoever keeps it. */
    public RequestMetadata detached() {
        return new RequestMetadata(
                new ClientCapabilities(capabilities.json().detached()),
                clientInfo.detached(),
                logLevel);
    }

    private static McpException missing(String key, String kind) {
        return new McpException(
                RpcError.of(
                        ErrorCode.INVALID_PARAMS,
                        "params._meta must carry " + key + ", " + kind + ", in every request"));
    }

    private static McpException unsupported(String version) {
        var ours = Json.array(List.of(Json.string(Revision.STATELESS.text())));
        return new McpException(
                new RpcError(
                        ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                        "Revision " + version + " is not spoken here without a handshake",
                        Json.object("supported", ours, "requested", version)));
    }

    /** The same request in this metadata, whatever it came in; itself if that says the same. */
    public Request around(Request request) {
        var meta = request.meta();
        return meta != null && isSaidBy(meta)
                ? request
                : request.withParams(around(request.params()));
    }

    private boolean isSaidBy(Json meta) {
        return Revision.STATELESS.text().equals(meta.text(MetaKey.PROTOCOL_VERSION))
                && capabilities.json().equals(meta.get(MetaKey.CLIENT_CAPABILITIES))
                && Objects.equals(saidInfo(), meta.get(MetaKey.CLIENT_INFO))
                && Objects.equals(logLevel, meta.text(MetaKey.LOG_LEVEL));
    }

    /** The same parameters with this metadata in place of whatever they carried. */
    public Json around(@Nullable Json params) {
        var meta = params == null ? null : params.get("_meta");
        var own = meta == null || !meta.isObject() ? Json.EMPTY_OBJECT : stripped(meta);
        own =
                own.with(MetaKey.PROTOCOL_VERSION, Json.string(Revision.STATELESS.text()))
                        .with(MetaKey.CLIENT_CAPABILITIES, capabilities.json());
        var info = saidInfo();
        if (info != null) {
            own = own.with(MetaKey.CLIENT_INFO, info);
        }
        if (logLevel != null) {
            own = own.with(MetaKey.LOG_LEVEL, Json.string(logLevel));
        }
        return (params == null ? Json.EMPTY_OBJECT : params).with("_meta", own);
    }

    /** A program without a name is nobody. */
    private @Nullable Json saidInfo() {
        return clientInfo.text("name") == null ? null : clientInfo;
    }

    /** The same parameters without any metadata. */
    public static Json without(Json params) {
        var meta = params.get("_meta");
        if (meta == null || !meta.isObject()) {
            return params;
        }
        var rest = stripped(meta);
        return rest.members().isEmpty() ? params.without("_meta") : params.with("_meta", rest);
    }

    private static Json stripped(Json meta) {
        return meta.without(MetaKey.PROTOCOL_VERSION)
                .without(MetaKey.CLIENT_CAPABILITIES)
                .without(MetaKey.CLIENT_INFO)
                .without(MetaKey.LOG_LEVEL);
    }
}

package io.tieline.wire;

/**
 * The members of {@code _meta} that the protocol itself defines. Those of the stateless era
 * (revision 2026-07-28, "Base Protocol: _meta") are said anew on each hop, of the client that asks.
 */
public final class MetaKey {

    private static final String PREFIX = "io.modelcontextprotocol/";

    /** Of a request: the revision that it is written in. */
    public static final String PROTOCOL_VERSION = PREFIX + "protocolVersion";

    /** Of a request: what its client can be asked. */
    public static final String CLIENT_CAPABILITIES = PREFIX + "clientCapabilities";

    /** Of a request: which program sends it. */
    public static final String CLIENT_INFO = PREFIX + "clientInfo";

    /** Of a request: the least level of log messages that its client wants; none without it. */
    public static final String LOG_LEVEL = PREFIX + "logLevel";

    /** Of a result: which program answers. */
    public static final String SERVER_INFO = PREFIX + "serverInfo";

    /** Of a notification on a listen stream: the id of the request that opened the stream. */
    public static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";

    /** Of whatever belongs to a task (revision 2025-11-25, "Tasks"). */
    public static final String RELATED_TASK = PREFIX + "related-task";

    private MetaKey() {}
}

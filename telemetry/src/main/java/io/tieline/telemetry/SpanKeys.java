package io.tieline.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of spans, as the conventions for MCP name them (semantic-conventions-genai, in
 * development). Constants of our own: those of the library are deprecated, and know no method of
 * 2026-07-28.
 */
final class SpanKeys {

    static final AttributeKey<String> METHOD = AttributeKey.stringKey("mcp.method.name");
    static final AttributeKey<String> SESSION = AttributeKey.stringKey("mcp.session.id");
    static final AttributeKey<String> REVISION = AttributeKey.stringKey("mcp.protocol.version");
    static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> PROMPT = AttributeKey.stringKey("gen_ai.prompt.name");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("jsonrpc.request.id");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("rpc.response.status_code");
    static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");
    static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> SERVER = AttributeKey.stringKey("tieline.server");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("tieline.outcome");
    static final AttributeKey<Long> ROUND = AttributeKey.longKey("tieline.round");

    /** The {@link #ERROR} of a result in which a tool says of itself that it has failed. */
    static final String TOOL_ERROR = "tool_error";

    private SpanKeys() {}
}

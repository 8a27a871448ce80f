package io.tieline.framework;

import io.tieline.wire.Json;

/** What there is to do for one request: a component's handler with its arguments. */
@FunctionalInterface
interface RequestHandler {

    /** Does it, blocking as it likes; the result as it goes on the wire. */
    Json run(McpContext context) throws Exception;
}

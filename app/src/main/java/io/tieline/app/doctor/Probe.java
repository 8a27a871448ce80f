package io.tieline.app.doctor;

import io.tieline.framework.McpClient;
import io.tieline.framework.RequestOptions;
import io.tieline.wire.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor may do to a server.
 *
 * @param patience how long each answer may take
 * @param tool which tool may be called; empty if that is to be found
 */
record Probe(Duration patience, String tool) {

    /** Makes a request that has to be answered in time. */
    Json request(McpClient client, String method, @Nullable Json params) {
        return client.start(method, params, RequestOptions.timeLimit(patience)).await();
    }
}

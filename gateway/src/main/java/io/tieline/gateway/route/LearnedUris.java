package io.tieline.gateway.route;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers that have named URIs in their results, which their lists and templates need not
 * contain. The oldest are forgotten first; a long URI is not kept. Safe for use by several threads.
 */
final class LearnedUris {

    private static final int MOST = 256;
    private static final int LONGEST = 1_024;

    private final SequencedMap<String, MountedServer> owners = new LinkedHashMap<>(0);

    synchronized void learn(String reader, String uri, MountedServer server) {
        if (uri.length() > LONGEST) {
            return;
        }
        owners.putLast(reader + uri, server);
        if (owners.size() > MOST) {
            owners.pollFirstEntry();
        }
    }

    synchronized @Nullable MountedServer owner(String reader, String uri) {
        return owners.get(reader + uri);
    }
}

package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list that comes in pages (all revisions, "Pagination"). */
final class Pages {

    /** A server that never ends its list must not keep us for ever. */
    private static final int MOST = 1000;

    private record Page<C>(List<C> items, @Nullable Json next) {}

    private Pages() {}

    /** Reads all of them, one after the other. */
    static <C> List<C> all(
            McpClient client, String method, String member, Function<Json, C> reader) {
        Function<Json, Page<C>> page =
                json ->
                        new Page<>(
                                JsonMembers.elements(json, member).stream().map(reader).toList(),
                                json.get("nextCursor"));
        var all = new ArrayList<C>();
        Json params = null;
        for (int number = 1; ; number++) {
            var asked = client.send(method, params, RequestOptions.NONE, page);
            var read = asked.await();
            all.addAll(read.items());
            if (read.next() == null || read.next().isNull()) {
                return List.copyOf(all);
            }
            if (number == MOST) {
                throw asked.broke(
                        "The server's list does not end after " + MOST + " pages of " + method);
            }
            params = Json.object("cursor", read.next());
        }
    }
}

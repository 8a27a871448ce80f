package io.tieline.framework;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The components of one kind with their handlers, in the order in which they were added.
 *
 * <p>A cursor names the last component that was listed, so pages neither lose nor repeat one when
 * others come and go in between. Safe for use by several threads.
 */
final class ComponentTable<C extends Component, H> {

    /** A component and what serves it. */
    record Item<C, H>(long number, C component, H handler) {}

    private final Map<String, Item<C, H>> items = new LinkedHashMap<>();
    private final String kind;
    private final String member;
    private final String key;
    private long added;

    /** A table that is listed under this member of the result, each by this key of its own. */
    ComponentTable(String kind, String member, String key) {
        this.kind = kind;
        this.member = member;
        this.key = key;
    }

    String member() {
        return member;
    }

    String key() {
        return key;
    }

    /**
     * Adds a component.
     *
     * @throws IllegalArgumentException if there is one of the same identity
     */
    synchronized void add(C component, H handler) {
        var identity = component.identity();
        if (items.containsKey(identity)) {
            throw new IllegalArgumentException(
                    "There is a "
                            + kind
                            + " \""
                            + identity
                            + "\" already; give this one another "
                            + key
                            + ", or remove that one first");
        }
        items.put(identity, new Item<>(++added, component, handler));
    }

    synchronized boolean remove(String identity) {
        return items.remove(identity) != null;
    }

    synchronized @Nullable Item<C, H> find(String identity) {
        return items.get(identity);
    }

    synchronized List<Item<C, H>> all() {
        return List.copyOf(items.values());
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    /**
     * One page of the list.
     *
     * @param cursor where the page before ended; null for the first
     * @throws McpException if the cursor is not one of ours
     */
    Json page(@Nullable Json cursor, int size) {
        long after = cursor == null ? 0 : position(cursor);
        var page = new ArrayList<Json>();
        long last = after;
        for (var item : all()) {
            if (item.number() > after) {
                if (page.size() == size) {
                    return Json.object(member, Json.array(page), "nextCursor", cursor(last));
                }
                page.add(item.component().json());
                last = item.number();
            }
        }
        return Json.object(member, Json.array(page));
    }

    private String cursor(long last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((member + ":" + last).getBytes(US_ASCII));
    }

    private long position(Json cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor.asString()), US_ASCII);
            if (text.startsWith(member + ":")) {
                return Long.parseLong(text.substring(member.length() + 1));
            }
        } catch (IllegalStateException | IllegalArgumentException notOurs) {
            throw unknown(cursor);
        }
        throw unknown(cursor);
    }

    private static McpException unknown(Json cursor) {
        return new McpException(
                ErrorCode.INVALID_PARAMS,
                "There is no page " + cursor + "; list anew, without a cursor");
    }
}

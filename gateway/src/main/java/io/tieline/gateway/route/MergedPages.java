package io.tieline.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Seal;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list that was put together from those of several servers. A list of usual length
 * is one page, since many clients never ask for a second. A longer one has cursors that hold all
 * that is needed to go on and are kept nowhere: sealed, so that one that was not given for this
 * list, to this client, is told from one that was. A cursor is good as long as the list is the
 * same: one that was given before a change is refused, and the client begins again (all revisions,
 * "Pagination": invalid cursors are invalid params). Safe for use by several threads.
 */
final class MergedPages {

    /** How many items make one page, if nobody says otherwise. */
    static final int PAGE_SIZE = 2_000;

    /** The page of a list, or the reason why there is none. */
    sealed interface Outcome {

        /**
         * Some items of the list, in order.
         *
         * @param nextCursor where the next ones begin; null behind the last
         */
        record Page(List<Json> items, @Nullable String nextCursor) implements Outcome {}

        /** The client is answered with this. */
        record Refused(RpcError error) implements Outcome {}
    }

    private final Seal seal;
    private final int pageSize;

    /**
     * Pages of this size.
     *
     * @throws IllegalArgumentException if nothing fits on a page
     */
    MergedPages(Seal seal, int pageSize) {
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize is " + pageSize + ", below 1");
        }
        this.seal = seal;
        this.pageSize = pageSize;
    }

    /**
     * One page of a list.
     *
     * @param kind what is listed: a method
     * @param reader whose view of the list it is: its client's principal, and where it asks
     * @param generation another one after each change of the list
     * @param items the whole list
     * @param cursor what the client has sent as that; null for the first page
     */
    Outcome page(
            String kind, String reader, long generation, List<Json> items, @Nullable Json cursor) {
        var context = context(kind, reader);
        if (cursor == null) {
            return page(context, generation, items, 0);
        }
        var content = cursor.isString() ? seal.open(cursor.asString(), context) : null;
        if (content == null) {
            return refused("This cursor was not given for this list");
        }
        var place = ByteBuffer.wrap(content);
        return place.getLong() == generation
                ? page(context, generation, items, place.getInt())
                : refused("The list has changed since this cursor was given");
    }

    private static Outcome refused(String why) {
        return new Outcome.Refused(
                RpcError.of(ErrorCode.INVALID_PARAMS, why + "; list from the start, without one"));
    }

    private Outcome page(byte[] context, long generation, List<Json> items, int from) {
        // The caller should have counted a change: a list that has become shorter has no more.
        int begin = Math.min(from, items.size());
        int end = (int) Math.min((long) begin + pageSize, items.size());
        var page = items.subList(begin, end);
        return new Outcome.Page(
                page, end == items.size() ? null : cursor(context, generation, end));
    }

    private String cursor(byte[] context, long generation, int offset) {
        var place = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
        return seal.close(place.putLong(generation).putInt(offset).array(), context);
    }

    private static byte[] context(String kind, String reader) {
        return ("page of " + kind + '\0' + reader).getBytes(UTF_8);
    }
}

package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.gateway.route.MergedPages.Outcome;
import io.tieline.gateway.route.MergedPages.Outcome.Page;
import io.tieline.gateway.route.MergedPages.Outcome.Refused;
import io.tieline.session.Seal;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 78 and 87, the paging: all items, each once, and a cursor of another list is none. */
@Timeout(20)
final class MergedPagesTest {

    private static final List<Json> ITEMS = items(25);
    private final MergedPages pages = new MergedPages(new Seal(new Random(1)), 10);

    private static List<Json> items(int count) {
        return LongStream.range(0, count).mapToObj(Json::number).toList();
    }

    private Page page(List<Json> items, @Nullable String cursor) {
        return (Page) page(Method.TOOLS_LIST, "alice", 7, items, cursor);
    }

    private Outcome page(
            String kind,
            String reader,
            long generation,
            List<Json> items,
            @Nullable String cursor) {
        return pages.page(
                kind, reader, generation, items, cursor == null ? null : Json.string(cursor));
    }

    private String cursor() {
        var cursor = page(ITEMS, null).nextCursor();
        assertThat(cursor).isNotNull();
        return cursor;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "10, 1", "11, 2", "20, 2", "25, 3", "2500, 250"})
    void everyItemComesOnceAndInOrder(int count, int expected) {
        var all = items(count);
        var seen = new ArrayList<Json>();
        var page = page(all, null);
        int read = 1;
        seen.addAll(page.items());
        while (page.nextCursor() != null) {
            page = page(all, page.nextCursor());
            seen.addAll(page.items());
            read++;
        }
        assertThat(seen).isEqualTo(all);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void aCursorCanBeUsedTwice() {
        var cursor = cursor();
        assertThat(page(ITEMS, cursor).items()).isEqualTo(page(ITEMS, cursor).items());
    }

    @Test
    void aCursorOfAListThatHasChangedIsRefused() {
        assertRefused(
                page(Method.TOOLS_LIST, "alice", 8, ITEMS, cursor()),
                "The list has changed since this cursor was given");
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertForeign(page(Method.PROMPTS_LIST, "alice", 7, ITEMS, cursor()));
    }

    @Test
    void aCursorOfAnotherClientIsRefused() {
        assertForeign(page(Method.TOOLS_LIST, "eve", 7, ITEMS, cursor()));
    }

    @Test
    void aCursorOfAnotherProcessIsRefused() {
        var other = new MergedPages(new Seal(new Random(2)), 10);
        assertForeign(other.page(Method.TOOLS_LIST, "alice", 7, ITEMS, Json.string(cursor())));
    }

    @Test
    void aCursorOfWhichOneCharacterIsOtherIsRefused() {
        var cursor = cursor();
        for (int i = 0; i < cursor.length(); i++) {
            var forged = new StringBuilder(cursor);
            forged.setCharAt(i, cursor.charAt(i) == 'A' ? 'B' : 'A');
            assertForeign(page(Method.TOOLS_LIST, "alice", 7, ITEMS, forged.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\"2\"", "{}", "\"\\ud800\""})
    void whatIsNoCursorIsRefused(String cursor) {
        assertForeign(pages.page(Method.TOOLS_LIST, "alice", 7, ITEMS, Json.of(cursor)));
    }

    private static void assertForeign(Outcome outcome) {
        assertRefused(outcome, "This cursor was not given for this list");
    }

    private static void assertRefused(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOf(Refused.class);
        var error = ((Refused) outcome).error();
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(error.message()).isEqualTo(why + "; list from the start, without one");
    }

    @Test
    void aListThatIsShorterThanItsCursorSaysEndsThere() {
        assertThat(page(List.of(), cursor())).isEqualTo(new Page(List.of(), null));
    }

    @Test
    void aPageHoldsSomething() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MergedPages(new Seal(new Random(1)), 0))
                .withMessage("pageSize is 0, below 1");
        var all = new MergedPages(new Seal(new Random(1)), Integer.MAX_VALUE);
        assertThat(all.page(Method.TOOLS_LIST, "alice", 7, ITEMS, null))
                .isEqualTo(new Page(ITEMS, null));
    }
}

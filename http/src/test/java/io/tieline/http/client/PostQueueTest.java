package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostQueueTest {

    private final PostQueue outbox = new PostQueue();
    private final List<String> gone = new ArrayList<>();

    private PostQueue.Turn request(String name) {
        var turn = outbox.beside(() -> gone.add(name));
        turn.take();
        return turn;
    }

    private PostQueue.Turn notification(String name) {
        var turn = outbox.alone(() -> gone.add(name));
        turn.take();
        return turn;
    }

    @Test
    void requestsDoNotWaitForEachOther() {
        request("a");
        request("b");
        assertThat(gone).containsExactly("a", "b");
    }

    @Test
    void aNotificationLeavesAfterEveryRequestBeforeIt() {
        var a = request("a");
        var b = request("b");
        notification("cancelled");
        b.over();
        assertThat(gone).containsExactly("a", "b");
        a.over();
        assertThat(gone).containsExactly("a", "b", "cancelled");
    }

    @Test
    void requestsLeaveAfterTheNotificationBeforeThem() {
        var initialized = notification("initialized");
        request("a");
        request("b");
        assertThat(gone).containsExactly("initialized");
        initialized.over();
        assertThat(gone).containsExactly("initialized", "a", "b");
    }

    @Test
    void whoGivesUpWaitingMakesWay() {
        var a = request("a");
        var first = notification("first");
        var b = request("b");
        b.over();
        first.over();
        request("c");
        a.over();
        assertThat(gone).containsExactly("a", "c");
    }

    @Test
    void leavingTwiceCountsOnce() {
        var a = request("a");
        request("b");
        a.over();
        a.over();
        notification("n");
        assertThat(gone).containsExactly("a", "b");
    }

    @Test
    void whatLeavesAtOnceLetsTheNextOneGo() {
        var turns = new ArrayList<PostQueue.Turn>();
        for (var name : List.of("a", "b", "c")) {
            turns.add(
                    outbox.alone(() -> {
                        gone.add(name);
                        turns.get(gone.size() - 1).over();
                    }));
        }
        turns.forEach(PostQueue.Turn::take);
        assertThat(gone).containsExactly("a", "b", "c");
    }

    @Test
    void afterTheEndNothingLeaves() {
        var a = request("a");
        notification("n");
        outbox.clear();
        a.over();
        assertThat(gone).containsExactly("a");
    }
}

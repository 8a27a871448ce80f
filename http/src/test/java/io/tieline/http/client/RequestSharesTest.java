package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who holds much leaves room for those who hold nothing. */
final class RequestSharesTest {

    private final RequestShares<String> shares = new RequestShares<>(12, 6, 1);

    private int admitted(String client, int wanted) {
        int admitted = 0;
        for (int i = 0; i < wanted && shares.admits(client); i++) {
            admitted++;
        }
        return admitted;
    }

    private List<String> next() {
        var next = new ArrayList<String>();
        for (var one = shares.next(); one != null; one = shares.next()) {
            next.add(one);
        }
        return next;
    }

    @Test
    void oneAloneHasAsManyAsWereAllowed() {
        assertThat(admitted("greedy", 100)).isEqualTo(12);
    }

    @Test
    void whoComesNewFindsAPlaceHoweverManyWantAll() {
        for (int i = 0; i < 20; i++) {
            assertThat(admitted("greedy " + i, 100)).isPositive();
        }
        assertThat(admitted("new", 1)).isEqualTo(1);
    }

    @Test
    void twoThatComeTogetherHaveAThirdEach() {
        int one = 0;
        int other = 0;
        for (int i = 0; i < 100; i++) {
            one += admitted("one", 1);
            other += admitted("other", 1);
        }
        assertThat(List.of(one, other)).containsExactly(8, 8);
    }

    @Test
    void thoseThatWaitAreOfEqualRightAndOfOneClientInOrder() {
        admitted("a", 100);
        for (var each : List.of("a1", "a2", "b1", "b2")) {
            assertThat(shares.waits(each.substring(0, 1), each)).isTrue();
        }
        assertThat(next()).as("a is at its limit, b is not").containsExactly("b1", "b2");
        shares.over("a");
        shares.over("a");
        shares.over("a");
        assertThat(next()).containsExactly("a1", "a2");
    }

    @Test
    void turnsAreTaken() {
        admitted("a", 8);
        admitted("b", 8);
        for (var each : List.of("a1", "a2", "b1", "b2")) {
            shares.waits(each.substring(0, 1), each);
        }
        for (int i = 0; i < 2; i++) {
            shares.over("a");
        }
        shares.over("b");
        shares.over("b");
        assertThat(next()).containsExactly("a1", "b1", "a2", "b2");
    }

    @Test
    void whoHasOneThatWaitsHasTheNextOneWaitToo() {
        admitted("a", 100);
        shares.waits("a", "a1");
        shares.over("a");
        assertThat(shares.admits("a")).isFalse();
        assertThat(next()).containsExactly("a1");
    }

    @Test
    void theLineIsSharedInTheSameWay() {
        admitted("a", 100);
        int waiting = 0;
        while (shares.waits("a", "a" + waiting)) {
            waiting++;
        }
        assertThat(waiting).isEqualTo(6);
        assertThat(shares.waits("b", "b")).isTrue();
    }

    @Test
    void whoIsWithdrawnTakesNoPlace() {
        admitted("a", 100);
        shares.waits("a", "a1");
        shares.waits("a", "a2");
        shares.withdraw("a", "a1");
        shares.over("a");
        assertThat(next()).containsExactly("a2");
    }

    /** The names of clients come from outside. */
    @Test
    void clientsThatHaveGoneAreNotRememberedForEver() {
        for (int i = 0; i < 10_000; i++) {
            admitted("client " + i, 1);
            shares.over("client " + i);
        }
        assertThat(shares.clients()).isLessThan(300);
    }

    @Test
    void whoHasSomethingInFlightIsNeverForgotten() {
        admitted("busy", 1);
        for (int i = 0; i < 10_000; i++) {
            admitted("client " + i, 1);
            shares.over("client " + i);
        }
        assertThat(shares.inFlight("busy")).isEqualTo(1);
        shares.over("busy");
        assertThat(admitted("another", 100)).as("all places are free again").isEqualTo(12);
    }
}

package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.wire.Json;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A list costs its bytes once, for as long as somebody keeps it. */
final class KeptCataloguesTest {

    private static final int LONG = 20_000;

    private final Budget budget = new Budget(1 << 20);
    private final KeptCatalogues kept = new KeptCatalogues(budget.upstream("git"));

    private static Catalogue of(int length) {
        var shown = Json.object("name", "work", "description", "x".repeat(length));
        var entry = new Catalogue.Entry("work", "work", "work", shown, null);
        return new Catalogue(List.of(entry), Set.of(), OptionalLong.empty(), false);
    }

    @Test
    void howeverManyKeepItItIsChargedOnce() {
        var list = of(LONG);
        assertThat(kept.hold(list)).isTrue();
        long one = budget.used();
        assertThat(one).isGreaterThan(LONG);
        kept.charge(list);
        kept.hold(list);
        assertThat(budget.used()).isEqualTo(one);
        kept.release(list);
        kept.release(list);
        assertThat(budget.used()).isEqualTo(one);
        kept.release(list);
        assertThat(budget.used()).isZero();
    }

    @Test
    void listsThatSayTheSameAreTwoIfTheyAreTwo() {
        var first = of(LONG);
        var second = of(LONG);
        kept.hold(first);
        long one = budget.used();
        kept.hold(second);
        assertThat(budget.used()).isEqualTo(2 * one);
        kept.release(second);
        assertThat(budget.used()).isEqualTo(one);
        kept.release(first);
        assertThat(budget.used()).isZero();
    }

    @Test
    void oneForWhichThereIsNoRoomIsNotHeld() {
        assertThat(kept.hold(of(1 << 20))).isFalse();
        assertThat(budget.used()).isZero();
    }

    @Test
    void oneThatIsThereAlreadyIsChargedWithoutRoomToo() {
        var list = of(1 << 20);
        assertThat(kept.charge(list)).isFalse();
        assertThat(budget.used()).isGreaterThan(1 << 20);
        kept.release(list);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatIsHiddenCostsAsWell() {
        var hidden =
                new Catalogue(List.of(), Set.of("x".repeat(LONG)), OptionalLong.empty(), false);
        assertThat(hidden.cost()).isGreaterThan(LONG);
        assertThat(Catalogue.NOTHING.cost()).isZero();
    }
}

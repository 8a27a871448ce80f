package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One thing of changing size holds as many bytes as it has, beyond a few that are free. */
final class HoldingTest {

    private static final long FREE = 4 * 1024;

    private final Account account = Budget.UNLIMITED.connection();
    private final Holding holding = new Holding(account, Budget.Use.KEPT);

    @Test
    void aFewBytesAreNotCounted() {
        assertThat(holding.hold(FREE)).isTrue();
        assertThat(account.used()).isZero();
    }

    @Test
    void whatIsHeldFollowsItsSize() {
        holding.hold(FREE + 1);
        assertThat(account.used()).isEqualTo(FREE + 1);
        holding.hold(3 * FREE);
        assertThat(account.used()).isEqualTo(3 * FREE);
        holding.hold(2 * FREE);
        assertThat(account.used()).isEqualTo(2 * FREE);
        holding.hold(0);
        assertThat(account.used()).isZero();
    }

    @Test
    void bytesThatAreThereAlreadyAreCharged() {
        assertThat(holding.charge(5 * FREE)).isTrue();
        assertThat(account.used()).isEqualTo(5 * FREE);
        assertThat(holding.charge(0)).isTrue();
        assertThat(account.used()).isZero();
    }

    @Test
    void twoOfOneAccountAddUp() {
        var other = new Holding(account, Budget.Use.KEPT);
        holding.hold(2 * FREE);
        other.hold(3 * FREE);
        assertThat(account.used()).isEqualTo(5 * FREE);
        holding.hold(0);
        assertThat(account.used()).isEqualTo(3 * FREE);
        other.hold(0);
    }
}

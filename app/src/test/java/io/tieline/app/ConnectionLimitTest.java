package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many connections a process has room for. */
final class ConnectionLimitTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void theScarcerOfMemoryAndFilesDecides() {
        assertThat(ConnectionLimit.most(64 * MIB, 20_000)).isEqualTo(4_096);
        assertThat(ConnectionLimit.most(1024 * MIB, 20_000)).isEqualTo(10_000);
    }

    @Test
    void somebodyCanAlwaysConnect() {
        assertThat(ConnectionLimit.most(MIB, 20)).isEqualTo(64);
    }

    @Test
    void whereNothingIsScarceThereIsNoOverflow() {
        assertThat(ConnectionLimit.most(Long.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(ConnectionLimit.most()).isPositive();
    }
}

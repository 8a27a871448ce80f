package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.tieline.http.ManualTimers;
import java.time.Duration;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a backend is left in peace that was just asked whether it knows a session. */
final class SessionInquiryTest {

    private static final Duration STEP = Duration.ofMillis(10);

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final ManualTimers timers = new ManualTimers();
    private final Random random = new Random(1);
    private final CancellableLoopTimers alarms = new CancellableLoopTimers(loop, timers);

    @AfterEach
    void stop() {
        var _ = loop.shutdownGracefully();
    }

    private SessionInquiry inquiry() {
        return new SessionInquiry(alarms, random);
    }

    /** After how many milliseconds the backend is asked again, once this is settled. */
    private long pauseOf(SessionInquiry inquiry) {
        inquiry.settle(true);
        long began = timers.nanoTime();
        while (!inquiry.wants(true, alive -> {})) {
            timers.advance(STEP);
        }
        return Duration.ofNanos(timers.nanoTime() - began).toMillis();
    }

    @Test
    void eachPauseIsLongerThanTheOneBeforeUpToALimit() {
        var inquiry = inquiry();
        assertThat(pauseOf(inquiry)).isEqualTo(1_000);
        assertThat(pauseOf(inquiry)).isBetween(1_500L, 2_000L);
        assertThat(pauseOf(inquiry)).isBetween(3_000L, 4_000L);
        assertThat(pauseOf(inquiry)).isBetween(6_000L, 8_000L);
        assertThat(pauseOf(inquiry)).isBetween(6_000L, 8_000L);
    }

    @Test
    void manyThatWereRefusedAtOnceDoNotAskAtOnce() {
        var pauses = new TreeSet<Long>();
        for (int i = 0; i < 20; i++) {
            var inquiry = inquiry();
            pauseOf(inquiry);
            pauses.add(pauseOf(inquiry));
        }
        assertThat(pauses).hasSizeGreaterThan(10);
    }

    @Test
    void anAnswerMakesTheNextRefusalANewOne() {
        var inquiry = inquiry();
        pauseOf(inquiry);
        inquiry.answered();
        assertThat(inquiry.wants(true, alive -> {})).as("one waits already").isFalse();
        assertThat(pauseOf(inquiry)).isEqualTo(1_000);
    }
}

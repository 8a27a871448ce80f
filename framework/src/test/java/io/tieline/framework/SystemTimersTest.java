package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class SystemTimersTest {

    @Test
    void anAlarmGoesOffAfterItsDelayOnADaemonThread() throws Exception {
        try (var time = new SystemTimers()) {
            var rung = new CompletableFuture<Boolean>();
            long before = time.nanoTime();
            time.after(
                    Duration.ofMillis(20), () -> rung.complete(Thread.currentThread().isDaemon()));
            assertThat(rung.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(time.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        }
    }

    @Test
    void aCancelledAlarmIsSilentAndOthersAreNot() throws Exception {
        try (var time = new SystemTimers()) {
            var cancelled = new AtomicBoolean();
            var other = new CountDownLatch(1);
            var alarm = time.after(Duration.ofMillis(20), () -> cancelled.set(true));
            time.after(Duration.ofMillis(40), other::countDown);
            alarm.cancel();
            alarm.cancel();
            assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelled).isFalse();
        }
    }

    @Test
    void afterTheEndNothingGoesOffAndSettingAnAlarmIsSilent() {
        var time = new SystemTimers();
        time.close();
        time.close();
        time.after(Duration.ZERO, () -> {}).cancel();
    }

    @Test
    void theRealWorldDrawsUnpredictableNumbers() {
        try (var time = new SystemTimers()) {
            var random = time.environment().random();
            assertThat(random.nextLong()).isNotEqualTo(random.nextLong());
            assertThat(time.environment().timers()).isSameAs(time);
        }
    }
}

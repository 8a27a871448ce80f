package io.tieline.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The core is told things and tells others: no sockets, threads or clocks, so that the simulator
 * can run it with links, time and chance of its own.
 */
final class CoreIsPureTest {
    /** Values and in-memory buffers that live in packages of real input and output. */
    private static final Set<String> HARMLESS =
            Set.of(
                    "java.io.ByteArrayInputStream",
                    "java.io.ByteArrayOutputStream",
                    "java.io.IOException",
                    "java.io.Serializable",
                    "java.io.UncheckedIOException",
                    "java.net.URI",
                    "java.net.URISyntaxException");

    private static final Set<String> THREADS =
            Set.of(
                    "java.lang.InheritableThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.Runtime",
                    "java.lang.ScopedValue",
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.util.Timer",
                    "java.util.concurrent.BlockingQueue",
                    "java.util.concurrent.CountDownLatch",
                    "java.util.concurrent.CyclicBarrier",
                    "java.util.concurrent.Executor",
                    "java.util.concurrent.Executors",
                    "java.util.concurrent.Future",
                    "java.util.concurrent.Phaser",
                    "java.util.concurrent.Semaphore",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.util.concurrent.locks.Condition",
                    "java.util.concurrent.locks.LockSupport");

    private static final Set<String> CLOCKS_AND_CHANCE =
            Set.of(
                    "java.lang.Math.random",
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.security.SecureRandom.<init>",
                    "java.security.SecureRandom.getInstanceStrong",
                    "java.time.Clock.system",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.systemUTC",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.util.Date.<init>",
                    "java.util.Random.<init>",
                    "java.util.UUID.randomUUID");

    @Test
    void theCoreTouchesNoSocketFileOrStream() {
        core().should()
                .dependOnClassesThat(
                        are(describe("real input or output", CoreIsPureTest::isInputOutput)))
                .check(Production.CLASSES);
    }

    @Test
    void theCoreStartsNoThreadAndWaitsForNone() {
        core().should()
                .dependOnClassesThat(
                        are(describe("threads or processes", CoreIsPureTest::isThreading)))
                .check(Production.CLASSES);
        core().should()
                .callMethodWhere(called(Set.of("java.lang.Object.wait")))
                .check(Production.CLASSES);
    }

    @Test
    void theCoreReadsNoClockAndDrawsNoChance() {
        core().should().callCodeUnitWhere(called(CLOCKS_AND_CHANCE)).check(Production.CLASSES);
    }

    private static GivenClassesConjunction core() {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        "io.tieline.wire..", "io.tieline.session..", "io.tieline.gateway..");
    }

    private static boolean isInputOutput(JavaClass type) {
        String home = type.getPackageName();
        boolean suspicious =
                home.equals("java.io")
                        || home.equals("java.net")
                        || home.startsWith("java.net.")
                        || home.startsWith("java.nio.channels")
                        || home.startsWith("java.nio.file")
                        || home.startsWith("javax.net");
        return suspicious && !HARMLESS.contains(type.getName());
    }

    private static boolean isThreading(JavaClass type) {
        return THREADS.stream().anyMatch(type::isAssignableTo);
    }

    private static DescribedPredicate<JavaCall<?>> called(Set<String> forbidden) {
        return describe(
                "calls one of " + forbidden, call -> forbidden.contains(nameOf(call.getTarget())));
    }

    private static String nameOf(CodeUnitCallTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }
}

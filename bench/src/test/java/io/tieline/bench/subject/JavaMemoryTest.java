package io.tieline.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JavaMemoryTest {

    @Test
    void theHeapOfOneGenerationIsRead() {
        assertThat(
                        JavaMemory.heapIn(
                                """
                                4711:
                                 garbage-first heap   total reserved 524288K, committed 65536K, used 1000K [0x0, 0x1)
                                  region size 1024K, 2 young (2048K), 1 survivors (1024K)
                                 Metaspace       used 20000K, committed 20500K, reserved 65536K
                                """))
                .isEqualTo(1_000 * 1024);
    }

    @Test
    void theHeapOfTwoGenerationsIsTheirSum() {
        assertThat(
                        JavaMemory.heapIn(
                                """
                                4711:
                                DefNew     total 9792K, used 1000K [0x0, 0x1, 0x2)
                                 eden space 8704K,  16% used [0x0, 0x1, 0x2)
                                Tenured    total 21888K, used 234K [0x0, 0x1, 0x2)
                                 the  space 21888K,   0% used [0x0, 0x1, 0x2)
                                Metaspace       used 20000K, committed 20500K, reserved 65536K
                                 class space    used 300K, committed 400K, reserved 500K
                                """))
                .isEqualTo(1_234 * 1024);
    }

    @Test
    void aLivingProcessIsMeasured() throws Exception {
        var memory = new JavaMemory(ProcessHandle.current().pid());

        assertThat(memory.resident()).isGreaterThan(10_000_000);
        assertThat(memory.heap()).isGreaterThan(1_000_000);
    }
}

package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reading {@code /proc/PID/stat}. */
class ProcessStatTest {

    @Test
    void aNameWithBlanksAndParenthesesConfusesNothing() {
        var stat = ProcessStat.parse("4711 (a) Z 9 (b) S 1 4711 4700 0 -1 4194560");
        assertThat(stat).isEqualTo(new ProcessStat('S', 4700));
    }

    @Test
    void aLineThatIsCutTellsNothing() {
        assertThat(ProcessStat.parse("4711 (a) S")).isNull();
    }

    @Test
    void ourOwnIsFound() {
        assertThat(ProcessStat.of(ProcessHandle.current().pid()))
                .isNotNull()
                .matches(stat -> !stat.isZombie());
    }
}

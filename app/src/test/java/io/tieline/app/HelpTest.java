package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.OptionGroup;
import io.tieline.app.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says of itself. */
final class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "demo --help", "run -h", "-h"})
    void helpGoesToStdoutAndFitsATerminal(String line) {
        var said = Said.by(line.split(" ", -1));
        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines()).isNotEmpty().allMatch(text -> text.length() <= 80);
    }

    @Test
    void everyOptionIsExplainedUnderItsHeading() {
        var help = Said.by("run", "--help").out();
        for (var setting : Setting.options()) {
            assertThat(help).contains(String.valueOf(setting.option()));
        }
        for (var topic : OptionGroup.values()) {
            assertThat(help).contains(topic.heading());
        }
    }

    @Test
    void helpBehindTheDashesIsTheServersOwn() {
        assertThat(Said.by("run", "--", "no-such-program", "--help").exitCode()).isEqualTo(2);
    }
}

package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.OptionGroup;
import io.tieline.app.config.Setting;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the program says of itself. */
final class HelpTest {

    static Stream<String> lines() {
        return Stream.concat(
                Stream.of("--help", "-h", "run -h"),
                Subcommand.words().stream().map(word -> word + " --help"));
    }

    @ParameterizedTest
    @MethodSource("lines")
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
    void everyCommandIsNamedAndExplainsItsOptions() {
        var all = Said.by("--help").out();
        for (var verb : Subcommand.verbs()) {
            assertThat(all).contains("  " + verb.word() + " ").contains(verb.summary());
            var own = Said.by(verb.word(), "--help").out();
            assertThat(verb.own()).allMatch(one -> own.contains("  " + one.option()));
        }
    }

    @Test
    void helpBehindTheDashesIsTheServersOwn() {
        assertThat(Said.by("run", "--", "no-such-program", "--help").exitCode()).isEqualTo(2);
    }
}

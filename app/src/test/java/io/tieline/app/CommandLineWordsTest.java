package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words of a command line are taken for. */
final class CommandLineWordsTest {

    @Test
    void aValueStandsBehindAnEqualsSignOrIsTheNextWord() throws UsageException {
        var words = words("run", "--idle=1s", "--drain", "2s");
        assertThat(words.options())
                .containsEntry(Setting.IDLE, List.of("1s"))
                .containsEntry(Setting.DRAIN, List.of("2s"));
    }

    @Test
    void onlyTheFirstEqualsSignParts() throws UsageException {
        assertThat(words("run", "--env=A=B=C").options().get(Setting.ENV)).containsExactly("A=B=C");
        assertThat(words("run", "--env", "A=B").options().get(Setting.ENV)).containsExactly("A=B");
    }

    @Test
    void aValueMayBeEmptyAndMayLookLikeAnOptionThatDoesNotExist() throws UsageException {
        assertThat(words("run", "--idle=").options().get(Setting.IDLE)).containsExactly("");
        assertThat(words("run", "--env", "-x=1").options().get(Setting.ENV))
                .containsExactly("-x=1");
    }

    @Test
    void valuesOfOneOptionKeepTheirOrderAroundTheFile() throws UsageException {
        var words = words("run", "--allow-host=a", "mcp.json", "--allow-host", "b", "--stdio");
        assertThat(words.options().get(Setting.ALLOW_HOST)).containsExactly("a", "b");
        assertThat(words.options()).containsKey(Setting.STDIO);
        assertThat(words.operands()).containsExactly("mcp.json");
    }

    @Test
    void aLoneDashIsAFile() throws UsageException {
        assertThat(words("run", "-").operands()).containsExactly("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--listen --stdio", "--listen --idle=1s", "--stdio --listen"})
    void anotherOptionIsNoValue(String line) {
        assertThatThrownBy(() -> words(("run " + line).split(" ", -1)))
                .hasMessage("--listen: lacks its value; write --listen HOST:PORT");
    }

    @Test
    void aFlagTakesNoValue() {
        assertThatThrownBy(() -> words("run", "--stdio=false"))
                .hasMessage("--stdio: takes no value; leave out =false");
        assertThatThrownBy(() -> words("demo", "--help=me"))
                .hasMessage("--help: takes no value; leave out =me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --bogus -h", "run --listen --help", "run a b --help"})
    void whoAsksForHelpIsNotCorrected(String line) throws UsageException {
        var words = words(line.split(" ", -1));
        assertThat(words.help()).isTrue();
        assertThat(words.verb()).isEqualTo(Subcommand.RUN);
    }

    @Test
    void theVersionIsTheProgramsAndNotAVerbs() throws UsageException {
        assertThat(words("-V").version()).isTrue();
        assertThat(words("--version", "run").version()).isTrue();
        assertThatThrownBy(() -> words("run", "--version"))
                .hasMessageStartingWith("there is no option --version");
    }

    @Test
    void theDemoTakesNothing() {
        assertThatThrownBy(() -> words("demo", "x")).hasMessageStartingWith("x: is one word too");
        assertThatThrownBy(() -> words("demo", "--idle=1s"))
                .hasMessage("there is no option --idle; tieline demo --help shows what there is");
    }

    private static CommandLineWords words(String... words) throws UsageException {
        return CommandLineWords.of(List.of(words));
    }
}

package io.tieline.app.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written where, on a terminal and elsewhere. */
@Timeout(30)
final class ScreenTest {

    private static final Attended SOMEBODY = new Attended(true, true, true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Screen screen(Attended attended, Map<String, String> environment) {
        return new Screen(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                attended,
                0,
                environment);
    }

    @Test
    void theAnswerIsOnStdoutAndTheRestOnStderr() {
        var screen = screen(Attended.NOBODY, Map.of());
        screen.answer("answer");
        screen.remark("remark");
        screen.bar("never seen");
        assertThat(out.toString(UTF_8)).isEqualToNormalizingNewlines("answer\n");
        assertThat(err.toString(UTF_8)).isEqualToNormalizingNewlines("tieline: remark\n");
    }

    @Test
    void whatMovesAtTheBottomMakesRoomForALine() {
        var screen = screen(SOMEBODY, Map.of());
        screen.bar("1/2");
        screen.say("line");
        screen.bar("");
        screen.say("last");
        assertThat(err.toString(UTF_8))
                .isEqualToNormalizingNewlines("1/2\r\u001b[Kline\n1/2\r\u001b[Klast\n");
    }

    @Test
    void coloursAreForTerminalsOfPeopleWhoWantThem() {
        assertThat(screen(SOMEBODY, Map.of()).answers().name("a"))
                .isEqualTo("\u001b[36ma\u001b[0m");
        assertThat(screen(SOMEBODY, Map.of("NO_COLOR", "1")).answers().name("a")).isEqualTo("a");
        assertThat(screen(SOMEBODY, Map.of("TERM", "dumb")).answers().name("a")).isEqualTo("a");
        assertThat(screen(Attended.NOBODY, Map.of()).remarks().bad("a")).isEqualTo("a");
    }

    @Test
    void theWidthIsToldByTheEnvironmentOrDoesNotMatter() {
        assertThat(Screen.width(SOMEBODY, Map.of("COLUMNS", "132"))).isEqualTo(132);
        assertThat(Screen.width(SOMEBODY, Map.of("COLUMNS", "0"))).isEqualTo(80);
        assertThat(Screen.width(Attended.NOBODY, Map.of("COLUMNS", "132"))).isZero();
    }

    @Test
    void linesAreBrokenBetweenWordsAndKeepTheirOwnBreaks() {
        assertThat(Wrapping.lines("one two three\nfour", 8))
                .containsExactly("one two", "three", "four");
        assertThat(Wrapping.lines("unbreakable word", 4)).containsExactly("unbreakable", "word");
        assertThat(Wrapping.lines("as it is, however long", 0)).hasSize(1);
    }

    @Test
    void typedLinesComeOneByOneAndTheEndComesAgain() throws InterruptedException {
        var typed = new TypedLines(new ByteArrayInputStream("a\nb".getBytes(UTF_8)), UTF_8);
        assertThat(typed.next()).isEqualTo("a");
        assertThat(typed.next()).isEqualTo("b");
        assertThat(typed.next()).isNull();
        assertThat(typed.next()).isNull();
    }
}

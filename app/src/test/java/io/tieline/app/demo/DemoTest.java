package io.tieline.app.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.demo.Sighting.Kind;
import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo shows what it saw, and says so if that was wrong. */
@Timeout(60)
final class DemoTest {

    private static final List<String> GUESTS = List.of("Ada", "Bob");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void showsEachQuestionAndAnswerOnTheLaneOfItsCall() throws Exception {
        assertThat(demo(UTF_8, false, Map.of()).play()).isTrue();
        var lines = lines();
        assertThat(lines).hasSizeLessThanOrEqualTo(40).allMatch(line -> line.length() <= 80);
        assertThat(String.join("", lines)).doesNotContain("\u001b");
        int column = 8;
        for (int call = 1; call <= 4; call++) {
            var name = List.of("Ada", "Bob", "Cleo", "Dan").get(call - 1);
            assertThat(lane(column)).contains("┌▶ greet " + call);
            assertThat(lane(column)).contains("│◀ Who is guest " + call + "?", "│▶ " + name);
            assertThat(lane(column)).anyMatch(cell -> cell.startsWith("└◀ Hello " + name + ", #"));
            column += 18;
        }
        assertThat(lines.getLast()).startsWith("Next: bin/tieline run -- ");
    }

    @Test
    void theLaterOfTwoCallsAtOnceIsAnsweredFirstAndBothArriveRight() throws Exception {
        assertThat(demo(UTF_8, false, Map.of()).play()).isTrue();
        var text = out.toString(UTF_8);
        assertThat(text.indexOf("▶ Dan")).isLessThan(text.indexOf("▶ Cleo"));
        assertThat(text.indexOf("Who is guest 3?")).isLessThan(text.indexOf("▶ Dan"));
    }

    @Test
    void aClientWithoutASessionAnswersAServerThatHasThem() throws Exception {
        assertThat(demo(UTF_8, false, Map.of()).play()).isTrue();
        var text = out.toString(UTF_8);
        var bridge = text.substring(text.indexOf("without a session"));
        assertThat(bridge).containsSubsequence("Who is guest 1?", "Eve", "Hello Eve, #");
        assertThat(bridge).contains("The call that was parked went on with the answer.");
    }

    @Test
    void saysSoIfAnAnswerReachedAnotherCall() throws Exception {
        assertThat(demo(UTF_8, false, Map.of()).play(crossingServer())).isFalse();
        assertThat(out.toString(UTF_8))
                .contains("Wrong: call 3 should have returned \"Hello Cleo\" once")
                .contains("Wrong: call 4 should have returned \"Hello Dan\" once");
    }

    @Test
    void aQuestionOnNoCallsStreamIsWrong() {
        var seen = new ArrayList<>(story());
        seen.set(1, new Sighting(1, Sighting.NO_CALL, Kind.ASKED, "Who is guest 1?"));
        assertThat(Verdict.wrongs(story(), GUESTS)).isEmpty();
        assertThat(Verdict.wrongs(seen, GUESTS))
                .anyMatch(wrong -> wrong.contains("on no call's stream: Who is guest 1?"))
                .anyMatch(wrong -> wrong.contains("call 1 should have asked"));
    }

    @Test
    void aQuestionThatIsAskedTwiceIsWrong() {
        var seen = new ArrayList<>(story());
        seen.add(new Sighting(9, 2, Kind.ASKED, "Who is guest 2?"));
        assertThat(Verdict.wrongs(seen, GUESTS)).singleElement().asString().contains("call 2");
    }

    @Test
    void drawsWithLettersWhereThereIsNothingElse() throws Exception {
        assertThat(demo(US_ASCII, false, Map.of()).play()).isTrue();
        var text = out.toString(US_ASCII);
        assertThat(text).contains("|< Who is guest 1?", "client --> tieline");
        assertThat(text.replaceAll("guest \\d\\?", "")).doesNotContain("?");
    }

    @Test
    void usesColoursForPeopleWhoWantThem() {
        assertThat(Ink.of(UTF_8, true, Map.of()).colours()).isTrue();
        assertThat(Ink.of(UTF_8, true, Map.of("NO_COLOR", "1")).colours()).isFalse();
        assertThat(Ink.of(UTF_8, true, Map.of("TERM", "dumb")).colours()).isFalse();
        assertThat(Ink.of(UTF_8, false, Map.of()).colours()).isFalse();
    }

    private Demo demo(Charset charset, boolean terminal, Map<String, String> environment) {
        return new Demo(new PrintStream(out, true, charset), terminal, environment);
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    /** What stands in a lane, line by line. */
    private List<String> lane(int column) {
        return lines().stream()
                .filter(line -> line.contains(" ms ") && line.length() > column)
                .map(line -> line.substring(column, Math.min(line.length(), column + 18)).strip())
                .toList();
    }

    /** A server that has two calls at once swap the answers that they were given. */
    private static McpServer crossingServer() {
        var names = new ConcurrentHashMap<Long, String>();
        var both = new CyclicBarrier(2);
        return McpServer.named("crossing", "1")
                .tool(
                        Tool.of("greet"),
                        (context, arguments) -> {
                            long guest = arguments.integer("guest");
                            var answer = context.elicit(Demo.question(guest), Demo.Name.class);
                            if (answer instanceof Answer.Accept<Demo.Name>(var it)) {
                                names.put(guest, it.name());
                            }
                            long whose = guest;
                            if (guest > 2) {
                                both.await(30, TimeUnit.SECONDS);
                                whose = guest == 3 ? 4 : 3;
                            }
                            return CallResult.text(
                                    Demo.greeting(names.getOrDefault(whose, "nobody")) + ", #0");
                        })
                .build();
    }

    private static List<Sighting> story() {
        var story = new ArrayList<Sighting>();
        for (int call = 1; call <= GUESTS.size(); call++) {
            var name = GUESTS.get(call - 1);
            story.add(new Sighting(call, call, Kind.CALLED, "greet " + call));
            story.add(new Sighting(call, call, Kind.ASKED, Demo.question(call)));
            story.add(new Sighting(call, call, Kind.ANSWERED, name));
            story.add(new Sighting(call, call, Kind.RETURNED, Demo.greeting(name) + ", #" + call));
        }
        return story;
    }
}

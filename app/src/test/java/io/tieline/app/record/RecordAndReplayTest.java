package io.tieline.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.LogLevel;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpContext;
import io.tieline.framework.McpServer;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.SystemTimers;
import io.tieline.framework.Tool;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario 121: a recorded conversation replays without difference, as server and as client. */
@Timeout(60)
final class RecordAndReplayTest {

    private static final Json SEAT =
            Json.of("{\"type\":\"object\",\"properties\":{\"seat\":{\"type\":\"string\"}}}");

    private static final String SECRET = "s3cret-of-mine";

    private final SystemTimers timers = new SystemTimers();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Differences findings = new Differences(told::add);

    @TempDir Path folder;

    @AfterEach
    void endTimers() {
        timers.close();
    }

    /** A server that does all that a server can do in the middle of a call. */
    private Backend server(String seatWord, boolean inStreams) {
        var service =
                McpServer.named("theatre", "1")
                        .tool(Tool.of("add"), (_, values) -> "sum of " + values.json())
                        .tool(Tool.of("fail"), (_, _) -> CallResult.error("sold out"))
                        .tool(Tool.of("hang"), (context, _) -> hang(context))
                        .tool(Tool.of("book"), (context, _) -> book(context, seatWord))
                        .build();
        var backend =
                new InProcess("theatre", service, SessionSettings.DEFAULT, timers.environment());
        return inStreams ? backend : new OneChannel(backend);
    }

    private static String hang(McpContext context) throws InterruptedException {
        context.progress(1, 2);
        new CountDownLatch(1).await();
        return "never";
    }

    private static String book(McpContext context, String word) {
        context.progress(1, 2, "looking");
        context.log(LogLevel.WARNING, "nearly full");
        return switch (context.elicit("Which " + word + "?", SEAT)) {
            case Answer.Accept(var it) -> "booked " + it.json();
            case Answer.Decline<?> _ -> "declined";
            case Answer.Cancel<?> _ -> "cancelled";
        };
    }

    /** What a client does, and what it sees of it. */
    private static List<String> visit(Backend server, Revision revision) {
        var seen = Collections.synchronizedList(new ArrayList<String>());
        var client =
                McpClient.to(server)
                        .revision(revision)
                        .onElicitation(question -> {
                            seen.add("asked " + question.message());
                            return Answer.accept(Json.object("seat", "4B", "password", SECRET));
                        })
                        .onLog(line -> seen.add("log " + line.json()))
                        .connect();
        try (client) {
            seen.add("tools " + client.listTools().size());
            seen.add(client.callTool("add", Json.object("a", 1, "token", SECRET)).text());
            seen.add("failed " + client.callTool("fail").isError());
            seen.add(
                    client.callTool(
                                    "book",
                                    Json.EMPTY_OBJECT,
                                    RequestOptions.progress(it -> seen.add("at " + it.progress())))
                            .text()
                            .replace(SECRET, "***"));
            seen.add("unknown " + failure(client));
            var underWay = new CountDownLatch(1);
            var pending =
                    client.startTool(
                            "hang",
                            Json.EMPTY_OBJECT,
                            RequestOptions.progress(_ -> underWay.countDown()));
            underWay.await();
            pending.cancel("not wanted");
            assertThat(catchThrowable(pending::await)).isInstanceOf(CancellationException.class);
            seen.add("again " + client.callTool("add", Json.object("a", 2)).text());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return seen;
    }

    private static String failure(McpClient client) {
        try {
            return client.request(Method.RESOURCES_READ, Json.object("uri", "file:///x"))
                    .toString();
        } catch (McpException refused) {
            return refused.error().message();
        }
    }

    private Recording recorded(Backend server, Revision revision, List<String> seen)
            throws IOException {
        var file = folder.resolve("session.jsonl");
        var masks = new Masks(List.of(Pattern.compile("4\\w")), List.of());
        try (var recording = RecordingFile.begin(file, "theatre", Clock.systemUTC(), masks)) {
            seen.addAll(visit(recording.over(server), revision));
        }
        assertThat(Files.readString(file))
                .doesNotContain("4B", SECRET)
                .contains("\"from\":\"client\"", "\"token\":\"***\"", "\"password\":\"***\"");
        return Recording.read(file);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,true",
        "2025-11-25,false",
        "2025-06-18,true",
        "2026-07-28,true",
        "2026-07-28,false"
    })
    void scenario121ARecordingIsTheServerForTheSameClient(String revision, boolean inStreams)
            throws IOException {
        var spoken = Objects.requireNonNull(Revision.of(revision));
        var seen = new ArrayList<String>();
        var recording = recorded(server("seat", inStreams), spoken, seen);
        var replay =
                new ReplayBackend(recording, ReplayPace.AT_ONCE, findings, timers.environment());
        var again = visit(replay, spoken);
        replay.end();
        assertThat(told).isEmpty();
        assertThat(again.stream().map(RecordAndReplayTest::masked))
                .containsExactlyInAnyOrderElementsOf(
                        seen.stream().map(RecordAndReplayTest::masked).toList());
        assertThat(seen).contains("asked Which seat?").anyMatch(line -> line.startsWith("log "));
    }

    private static String masked(String seen) {
        return seen.replace(SECRET, "***").replaceAll("4B", "***");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,true",
        "2025-11-25,false",
        "2025-06-18,true",
        "2026-07-28,true",
        "2026-07-28,false"
    })
    void scenario121ARecordingIsTheClientOfTheSameServer(String revision, boolean inStreams)
            throws Exception {
        var server = server("seat", inStreams);
        var spoken = Objects.requireNonNull(Revision.of(revision));
        var recording = recorded(server, spoken, new ArrayList<>());
        replay(recording, server);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2025-11-25,true", "2025-11-25,false", "2026-07-28,true"})
    void scenario121AChangedServerDiffersInWhatWasChanged(String revision, boolean inStreams)
            throws Exception {
        var spoken = Objects.requireNonNull(Revision.of(revision));
        var recording = recorded(server("seat", inStreams), spoken, new ArrayList<>());
        replay(recording, server("chair", inStreams));
        assertThat(String.join("\n", told))
                .contains("/message: recorded \"Which seat?\", now \"Which chair?\"")
                .contains("tools/call book (line ");
        assertThat(findings.count()).isEqualTo(1);
    }

    private void replay(Recording recording, Backend server) throws InterruptedException {
        new Replay(recording, ReplayPace.AT_ONCE, Duration.ofSeconds(20), findings).against(server);
    }

    @Test
    void aServerThatIsReplayedSaysWhatWasNotRecorded() throws IOException {
        var recording =
                recorded(server("seat", true), Revision.LATEST_HANDSHAKE, new ArrayList<>());
        var replay =
                new ReplayBackend(recording, ReplayPace.AT_ONCE, findings, timers.environment());
        try (var client = McpClient.to(replay).connect()) {
            var refused = catchThrowable(() -> client.callTool("add", Json.object("a", 7)));
            assertThat(refused).hasMessageContaining("/arguments/a: recorded 2, now 7");
        }
        replay.end();
        assertThat(String.join("\n", told))
                .contains("was not recorded; the nearest is tools/call add (line ")
                .contains("tools/call book (line ", "was never asked");
    }

    @Test
    void theLastLineOfABrokenFileIsNamed() throws IOException {
        var file = folder.resolve("broken.jsonl");
        Files.writeString(
                file,
                "{\"tieline\":\"recording\",\"version\":1}\n{\"ms\":1,\"from\":\"client\"}\n");
        assertThat(catchThrowable(() -> Recording.read(file)))
                .hasMessage("line 2 has neither a message nor an event");
    }
}

package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that start slowly, are left, or give way, behind the program as a process of its own.
 */
@Timeout(120)
final class StartAtWorkTest {

    private static final String RESULT =
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"sh\",\"version\":\"1\"},\"content\":[]}";

    /** Answers every request alike, and says when its input has ended. */
    private static final String SERVER =
            "while read -r line; do case $line in *'\"id\":'*) printf"
                    + " '{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":"
                    + RESULT
                    + "}\\n' \"$(printf %s \"$line\" | sed 's/.*\"id\":\\([0-9]*\\).*/\\1/')\";;"
                    + " esac; done; echo ended > \"$0\"";

    @TempDir Path folder;

    private static TielineProcess run(List<String> options, String script, Path file) {
        var words = new ArrayList<>(List.of("run", "--listen=127.0.0.1:0"));
        words.addAll(options);
        words.addAll(List.of("--", "sh", "-c", script, file.toString()));
        return TielineProcess.start(words.toArray(String[]::new));
    }

    private Path gate() throws Exception {
        var gate = folder.resolve("gate");
        var made = new ProcessBuilder("mkfifo", gate.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        return gate;
    }

    @Test
    void aStartThatTakesTooLongSaysWhichOptionHelpsAndItsLastWords() throws Exception {
        var script = "echo 'fetching 3 packages' >&2; exec tail -f /dev/null";
        try (var tieline = run(List.of("--start-timeout=3s"), script, folder);
                var client = new PostingClient(tieline.ready())) {
            assertThat(client.initialize().toString())
                    .contains("within 3 s", "--start-timeout", "startTimeout")
                    .contains("fetching 3 packages");
        }
    }

    @Test
    void scenario188AClientThatComesAfterOneThatGaveUpIsServedByTheProgramThatWasStartedThen()
            throws Exception {
        var gate = gate();
        var script = "echo started >> \"$0.starts\"; read -r _ < \"$0\"; " + SERVER;
        try (var tieline = run(List.of("--log-level=debug"), script, gate)) {
            var url = tieline.ready();
            OutputStream go;
            try (var impatient = new PostingClient(url)) {
                var _ = impatient.beginInitialize();
                // Opens when the program has opened its end, so when it has been started.
                go = Files.newOutputStream(gate);
            }
            try (go;
                    var patient = new PostingClient(url)) {
                tieline.awaitError(line -> line.contains("a start goes on"));
                var answer = patient.beginInitialize();
                tieline.awaitError(line -> line.contains("a start is waited for again"));
                go.write("\n".getBytes(StandardCharsets.UTF_8));
                assertThat(answer.get(60, TimeUnit.SECONDS).text("result", "serverInfo", "name"))
                        .isEqualTo("sh");
            }
            assertThat(folder.resolve("gate.starts")).hasContent("started\n");
        }
    }

    @Test
    void theProgramOfAnotherGivesWayAndItsClientIsToldOnce() throws Exception {
        var nowhere = Path.of("/dev/null");
        try (var tieline = run(List.of("--max-sessions=1"), SERVER, nowhere)) {
            var url = tieline.ready();
            try (var ada = new PostingClient(url);
                    var bob = new PostingClient(url)) {
                ada.initialize();
                assertThat(call(ada)).contains("\"result\"");
                bob.initialize();
                assertThat(call(bob)).contains("\"result\"");
                assertThat(call(ada)).contains("-31007", "--max-sessions");
                assertThat(call(ada)).contains("\"result\"");
            }
        }
    }

    @Test
    void theProgramOfAClientThatHasLeftEndsSooner() throws Exception {
        var gate = gate();
        try (var tieline = run(List.of("--idle-disconnected=300ms"), SERVER, gate)) {
            try (var client = new PostingClient(tieline.ready())) {
                client.initialize();
                assertThat(call(client)).contains("\"result\"");
            }
            // It says so when its input has ended, and waits until somebody hears it.
            assertThat(Files.readString(gate)).isEqualTo("ended\n");
        }
    }

    private static String call(PostingClient client) throws Exception {
        return client.call("any").get(60, TimeUnit.SECONDS).toString();
    }
}

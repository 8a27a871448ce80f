package io.tieline.app;

import static io.tieline.http.Http.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 112: six servers that are well and six that are not, each finding right and none false.
 */
@Timeout(120)
final class DoctorTest {

    private static final Json FORM =
            Json.of("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");

    /** A server in a shell, with what is particular to it. */
    private static String[] script(
            String first, String revision, String tools, String call, String... options) {
        var script =
                """
                FIRST
                while IFS= read -r line; do
                    id=${line#*'"id":'}
                    id=${id%%[,\\}]*}
                    case $line in
                        *'"initialize"'*) result='{"protocolVersion":"REVISION","capabilities":{"tools":{}},\
                "serverInfo":{"name":"shell","version":"1"}}' ;;
                        *'"tools/list"'*) result='{"tools":[TOOLS]}' ;;
                        *'"ping"'*) result='{}' ;;
                        *'"tools/call"'*) CALL ;;
                        *'"action"'*) ask; continue ;;
                        *) continue ;;
                    esac
                    printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
                done
                """
                        .replace("FIRST", first)
                        .replace("REVISION", revision)
                        .replace("TOOLS", tools)
                        .replace("CALL", call);
        var line = new ArrayList<>(List.of("doctor", "--json"));
        line.addAll(List.of(options));
        line.addAll(List.of("--", "sh", "-c", script));
        return line.toArray(String[]::new);
    }

    private static String tool(String name) {
        return """
        {"name":"%s","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}\
        """
                .formatted(name);
    }

    private static final String ANSWER = "result='{\"content\":[]}'";

    private static final String ASK =
            """
            number=0
            ask() {
                number=$((number + 1))
                printf '{"jsonrpc":"2.0","id":"q%s","method":"elicitation/create","params":{"message":"Now?",\
            "requestedSchema":{"type":"object","properties":{}}}}\\n' "$number"
            }
            """;

    private static final String LATE_PROGRESS =
            """
            token=${line#*'"progressToken":'}
            token=${token%%[,\\}]*}
            printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[]}}\\n' "$id"
            printf '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":1}}\\n' "$token"
            continue\
            """;

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        "answers nothing",
                        "connection",
                        "--start-timeout",
                        new String[] {
                            "doctor",
                            "--json",
                            "--start-timeout=2s",
                            "--",
                            "sh",
                            "-c",
                            "cat >/dev/null"
                        }),
                Arguments.of(
                        "garbage on stdout",
                        "stdout",
                        "stderr",
                        script(
                                "echo Starting the server; echo 'Listening on {stdio}'",
                                "2025-06-18",
                                tool("a"),
                                "echo calling; " + ANSWER)),
                Arguments.of(
                        "wrong revision",
                        "connection",
                        "1999-01-01",
                        script("", "1999-01-01", tool("a"), ANSWER)),
                Arguments.of(
                        "duplicate names",
                        "tools",
                        "twin",
                        script("", "2025-06-18", tool("twin") + "," + tool("twin"), ANSWER)),
                Arguments.of(
                        "progress after the result",
                        "progress",
                        "before the result",
                        script("", "2025-06-18", tool("a"), LATE_PROGRESS)),
                Arguments.of(
                        "a question that never ends",
                        "question",
                        "did not end",
                        script(ASK, "2025-06-18", tool("a"), "ask; continue", "--patience=2s")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void scenario112WhatIsWrongIsFoundAndNothingElse(
            String what, String check, String said, String[] line) {
        var doctor = Said.by(line);
        var failed = failed(doctor);
        assertThat(failed.stream().map(one -> one.text("check")))
                .as(what + ": " + doctor.out() + doctor.err())
                .containsExactly(check);
        assertThat(failed.getFirst().toString()).contains(said);
        assertThat(failed.getFirst().text("means")).isNotBlank();
        assertThat(failed.getFirst().text("remedy")).isNotBlank();
        assertThat(doctor.exitCode()).isEqualTo(1);
    }

    private static List<Json> failed(Said doctor) {
        return Json.of(doctor.out().strip()).list("servers").stream()
                .flatMap(server -> server.list("findings").stream())
                .filter(finding -> "failed".equals(finding.text("state")))
                .toList();
    }

    static Stream<Arguments> sound() {
        var reading = Tool.of("look").withAnnotation("readOnlyHint", true);
        return Stream.of(
                Arguments.of(McpServer.named("empty", "1")),
                Arguments.of(
                        McpServer.named("one", "1").tool(Tool.of("write"), (_, _) -> "written")),
                Arguments.of(
                        McpServer.named("all", "1")
                                .tool(reading, (_, _) -> "seen")
                                .resource(
                                        Resource.of("a://b", "b"),
                                        (_, uri) -> ReadResult.text(uri, "b"))
                                .prompt(Prompt.of("p"), (_, _) -> PromptResult.text("p"))
                                .pageSize(1)),
                Arguments.of(
                        McpServer.named("asking", "1")
                                .tool(
                                        reading,
                                        (context, _) -> context.elicit("Which?", FORM).toString())),
                Arguments.of(
                        McpServer.named("reporting", "1")
                                .tool(
                                        reading,
                                        (context, _) -> {
                                            context.progress(1, 2);
                                            context.progress(2, 2);
                                            return "seen";
                                        })));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void scenario112NothingIsFoundWhereNothingIsWrong(McpServer.Builder built) {
        try (var server = built.serve(http(0))) {
            var doctor = Said.by("doctor", "--json", server.uri().toString());
            assertThat(failed(doctor)).isEmpty();
            assertThat(doctor.err()).isEmpty();
            assertThat(doctor.exitCode()).isZero();
        }
    }

    @Test
    void scenario112AProgramThatIsSoundIsSaidToBeAndWhatWasNotTriedIsNamed() {
        var line = script("", "2025-06-18", tool("a"), ANSWER);
        var doctor =
                Said.by(
                        Stream.of(line)
                                .filter(word -> !word.equals("--json"))
                                .toArray(String[]::new));
        assertThat(doctor.exitCode()).isZero();
        assertThat(doctor.out())
                .contains("  ok      connection    shell 1 (")
                .contains(
                        "  ok      revision      2025-06-18, handshake era: a session (its process)")
                .contains("  skipped resources     the server does not declare them")
                .contains("  skipped progress      the tool reported none")
                .contains("  ok      question      of Tieline's own server")
                .contains("  ok      two clients ")
                .contains(" 0 failed, ")
                .doesNotContain("FAILED");
    }

    @Test
    void scenario112EachServerOfAFileIsLookedAtAndAllTogether(@TempDir Path folder)
            throws IOException {
        try (var near =
                McpServer.named("near", "1").tool(Tool.of("a"), (_, _) -> "b").serve(http(0))) {
            var file =
                    Files.writeString(
                            folder.resolve("mcp.json"),
                            """
                            {"mcpServers": {"near": {"url": "%s"}, "far": {"url": "http://127.0.0.1:1/mcp"}}}\
                            """
                                    .formatted(near.uri()));
            var doctor = Said.by("doctor", file.toString());
            assertThat(doctor.exitCode()).isEqualTo(1);
            assertThat(doctor.out())
                    .contains("near\n  ok      connection")
                    .contains("far\n  FAILED  connection")
                    .contains("            do:    ")
                    .contains(
                            "all together, as a client sees them\n  ok      connection    2 servers")
                    .contains("  ok      tools         1 seen by a client");
        }
    }
}

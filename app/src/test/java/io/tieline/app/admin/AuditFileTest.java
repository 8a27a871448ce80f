package io.tieline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Observer.Outcome;
import io.tieline.session.Question;
import io.tieline.session.RequestMetadata;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 118: one line for each call and refusal, and no body in it. */
@Timeout(30)
final class AuditFileTest {

    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-12-01T12:00:00Z"), ZoneOffset.UTC);

    private static final Request CALL =
            Request.of(
                    Id.of(1),
                    Method.TOOLS_CALL,
                    Json.of(
                            """
                            {"name":"book","arguments":{"secret":"s3cret"},"_meta":{\
                            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                            "io.modelcontextprotocol/clientInfo":{"name":"claude"},\
                            "io.modelcontextprotocol/clientCapabilities":{}}}\
                            """));

    private static final Json SECRET = Json.object("text", "s3cret");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("audit.jsonl");
    }

    private static void end(AuditFile audit, Outcome outcome, @Nullable Response response) {
        audit.began(RequestMetadata.of(CALL), Caller.LOCAL, CALL)
                .finished(new Ending(outcome, response, Duration.ofMillis(3), null));
    }

    private List<Json> lines() throws IOException {
        assertThat(Files.readString(file())).doesNotContain("s3cret");
        return Files.readAllLines(file()).stream().map(Json::of).toList();
    }

    @Test
    void aCallIsOneLineWithItsQuestionAndDigests() throws IOException {
        try (var audit = AuditFile.open(file(), NOON)) {
            var told = audit.began(RequestMetadata.of(CALL), Caller.LOCAL, CALL);
            var server = new ServerCall("git", CALL);
            told.routed(server);
            var asks = Request.of(Id.of(7), Method.ELICITATION_CREATE, SECRET);
            var question = new Question(asks, (_, _) -> {});
            told.asked(question, server);
            told.answered(question, Result.of(Id.of(7), SECRET));
            told.asked(new Question(asks, (_, _) -> {}), server);
            told.finished(
                    new Ending(
                            Outcome.RESULT,
                            Result.of(Id.of(1), SECRET),
                            Duration.ofMillis(30),
                            Duration.ofMillis(20)));
        }
        assertThat(lines())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.text("time")).isEqualTo("2026-12-01T12:00:00Z");
                    assertThat(line.text("principal")).isEqualTo("local");
                    assertThat(line.text("client")).isEqualTo("claude");
                    assertThat(line.text("target")).isEqualTo("book");
                    assertThat(line.text("outcome")).isEqualTo("success");
                    assertThat(line.integer("tookMs")).hasValue(30);
                    assertThat(line.integer("serverTookMs")).hasValue(20);
                    assertThat(line.text("params")).startsWith("sha256:");
                    assertThat(line.text("result")).hasSize("sha256:".length() + 64);
                    assertThat(line.list("servers")).containsExactly(Json.string("git"));
                    assertThat(line.list("questions"))
                            .extracting(one -> one.text("outcome"))
                            .containsExactly("answered", "unanswered");
                    assertThat(line.list("questions").getFirst().text("answer"))
                            .isEqualTo(line.text("result"));
                });
    }

    @Test
    void everyOutcomeHasItsWordAndRefusalsAreDenied() throws IOException {
        var error = RpcError.of(ErrorCode.OVERLOADED, "s3cret");
        try (var audit = AuditFile.open(file(), NOON)) {
            end(audit, Outcome.RESULT, Result.of(Id.of(1), Json.object("isError", true)));
            end(audit, Outcome.ERROR, Failure.of(Id.of(1), error));
            end(audit, Outcome.CANCELLED, null);
            end(audit, Outcome.ABANDONED, null);
            audit.refused(RequestMetadata.of(CALL), Caller.LOCAL, CALL, error);
        }
        assertThat(lines())
                .extracting(line -> line.text("outcome"))
                .containsExactly("failed", "failed", "cancelled", "cancelled", "denied");
        assertThat(lines().getLast().integer("code")).hasValue(ErrorCode.OVERLOADED);
    }

    @Test
    void aFileGoesOnWhereItEnded() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (var audit = AuditFile.open(file(), NOON)) {
                end(audit, Outcome.CANCELLED, null);
            }
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aFullDiskLosesLinesAndNothingElse() throws IOException {
        var audit = AuditFile.open(Path.of("/dev/full"), NOON);
        try (audit) {
            end(audit, Outcome.CANCELLED, null);
            end(audit, Outcome.CANCELLED, null);
        }
        assertThat(audit.lost()).isEqualTo(2);
    }

    @Test
    void aDiskThatStandsStillKeepsLinesAndNoPartOfAMessage() throws Exception {
        var path = folder.resolve("slow");
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        var reader = new RandomAccessFile(path.toFile(), "rw"); // Opens before there is a writer.
        // The reader is closed first: what still waits then is lost, and the writer ends.
        try (var audit = AuditFile.open(path, NOON);
                reader) {
            var bodies = new ArrayList<WeakReference<byte[]>>();
            for (int i = 0; i < 150; i++) {
                bodies.add(endOfALargeCall(audit));
            }
            // The pipe has taken what it can long ago: what is left of the calls waits.
            assertThat(audit.lost()).isZero();
            for (var body : bodies) {
                while (body.get() != null) {
                    System.gc();
                }
            }
            for (int i = 0; i < 10_000; i++) {
                end(audit, Outcome.CANCELLED, null);
            }
            assertThat(audit.lost()).isPositive();
        }
    }

    /** A call of 200 kB, whose message nobody but the file has any more when this returns. */
    private static WeakReference<byte[]> endOfALargeCall(AuditFile audit) {
        var params =
                Json.object(
                        "name",
                        "book",
                        "arguments",
                        Json.object("text", "x".repeat(200_000)),
                        "_meta",
                        Objects.requireNonNull(Objects.requireNonNull(CALL.params()).get("_meta")));
        var call = Request.of(Id.of(1), Method.TOOLS_CALL, params);
        audit.began(RequestMetadata.of(CALL), Caller.LOCAL, call)
                .finished(
                        new Ending(
                                Outcome.RESULT,
                                Result.of(Id.of(1), params),
                                Duration.ofMillis(3),
                                null));
        return new WeakReference<>(params.array());
    }
}

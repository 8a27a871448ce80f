package io.tieline.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.app.config.UsageException;
import io.tieline.framework.McpServer;
import io.tieline.framework.Prompt;
import io.tieline.framework.PromptResult;
import io.tieline.framework.ReadResult;
import io.tieline.framework.Resource;
import io.tieline.framework.Tool;
import io.tieline.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read, written out, completed and watched from the command line. */
@Timeout(60)
final class RequestCommandsTest {

    private static McpServer server() {
        return McpServer.named("library", "1")
                .tool(Tool.of("lend"), (_, _) -> "lent")
                .resource(
                        Resource.of("lib://book", "book"),
                        (_, uri) ->
                                ReadResult.of(
                                        Resource.Contents.text(uri, "Once upon"),
                                        Resource.Contents.bytes(uri, new byte[] {7})
                                                .withMimeType("image/png")))
                .prompt(
                        new Prompt(
                                Json.of(
                                        """
                                        {"name":"review","arguments":[{"name":"title","required":true},{"name":"tone"}]}\
                                        """)),
                        (_, values) -> PromptResult.text("Review " + values.json()))
                .completion("review", "title", (_, request) -> List.of(request.value() + "1", "b"))
                .build();
    }

    @Test
    void aResourceIsReadAndWhatIsNoTextIsWrittenToAFile(@TempDir Path folder) throws Exception {
        var desk = Desk.unattended(server(), "");
        var code =
                new ReadCommand(desk.surroundings())
                        .run(
                                Desk.given(
                                        Map.of(CommandOption.OUT, folder.toString()),
                                        "lib://book"));
        assertThat(code).isEqualTo(ExitCode.DONE);
        var written = folder.resolve("lib-book-1.png");
        assertThat(desk.out()).startsWith("Once upon").contains(written.toString());
        assertThat(written).hasBinaryContent(new byte[] {7});
    }

    @Test
    void aResourceThatIsNotThereEndsWithOneAndTheServersWords() throws UsageException {
        var desk = Desk.unattended(server(), "");
        var code = new ReadCommand(desk.surroundings()).run(Desk.given("lib://other"));
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(desk.err()).contains("lib://other").contains("(-32002)");
    }

    @Test
    void aPromptIsWrittenOutUnderItsRoles() throws UsageException {
        var desk = Desk.unattended(server(), "");
        new PromptCommand(desk.surroundings()).run(Desk.given("review", "title=5"));
        assertThat(desk.out()).isEqualToNormalizingNewlines("user:\nReview {\"title\":\"5\"}\n");
        assertThatThrownBy(() -> new PromptCommand(desk.surroundings()).run(Desk.given("review")))
                .hasMessage("title: is missing; write title=TEXT; review(title, tone?)");
        assertThatThrownBy(() ->
                        new PromptCommand(desk.surroundings()).run(Desk.given("review", "tytle=5")))
                .hasMessageStartingWith("there is no argument tytle; did you mean title?");
    }

    @Test
    void whatIsTypedIsCompleted() throws UsageException {
        var desk = Desk.unattended(server(), "");
        var code =
                new CompleteCommand(desk.surroundings())
                        .run(Desk.given("review", "title=ab", "tone=x"));
        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(desk.out()).isEqualToNormalizingNewlines("ab1\nb\n");
        assertThatThrownBy(() -> new CompleteCommand(desk.surroundings()).run(Desk.given("review")))
                .hasMessageContaining("what has been typed is missing");
    }

    @Test
    void changesAndUpdatesAreToldAsTheyCome() throws Exception {
        var server = server();
        var desk = Desk.unattended(server, "");
        var code = new CompletableFuture<ExitCode>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        code.complete(
                                new WatchCommand(desk.surroundings())
                                        .run(
                                                Desk.given(
                                                        Map.of(
                                                                CommandOption.RESOURCE,
                                                                "lib://book"))));
                    } catch (UsageException e) {
                        code.completeExceptionally(e);
                    }
                });
        desk.awaitAsked("watching library");
        desk.awaitWatching();
        server.add(Tool.of("sell"), (_, _) -> "sold");
        desk.awaitAnswered("added tool sell");
        server.removeTool("lend");
        desk.awaitAnswered("removed tool lend");
        server.resourceUpdated("lib://book");
        desk.awaitAnswered("updated resource lib://book");
        desk.interrupt();
        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
    }
}

package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.Screen;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.wire.Json;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request that a person makes, with all that comes in between: questions, progress, the
 * server's log, and Ctrl-C, which takes the request back.
 */
final class Errand {

    private final Surroundings here;
    private final Given given;
    private final Operands operands;
    private final Answerer answerer;
    private final ServerLog log;
    private final ResultFiles files;

    /**
     * @param what it is about, as the help calls it: {@code TOOL}
     */
    Errand(Surroundings here, Given given, String what) throws UsageException {
        this.here = here;
        this.given = given;
        this.operands = Operands.about(what, given);
        this.answerer = Answerer.of(here, given);
        this.log = ServerLog.of(here.screen(), given);
        var folder = given.one(CommandOption.OUT);
        this.files =
                new ResultFiles(
                        GivenFile.path(folder == null ? ConfigValue.of(".", "--out") : folder),
                        operands.subject());
    }

    Operands operands() {
        return operands;
    }

    Screen screen() {
        return here.screen();
    }

    /** Connects a client that can be asked, and has the work done. */
    ExitCode run(Connection.Work work) throws UsageException {
        return new Connection(here)
                .to(
                        operands.target(),
                        given,
                        client -> answerer.shape(client).onLog(log::show),
                        client -> {
                            log.begin(client);
                            return work.with(client);
                        });
    }

    /** Makes the request and waits for its result. */
    Json result(McpClient client, String method, Json params) {
        var bar = new ProgressBar(screen());
        var begun = new CompletableFuture<Pending<Json>>();
        var told = new CompletableFuture<@Nullable Void>();
        // Before it begins, so that there is no moment in which Ctrl-C would end the program.
        here.interruptions()
                .next(() -> {
                    begun.join().cancel("The user interrupted it");
                    told.complete(null);
                });
        try {
            var pending = client.start(method, params, RequestOptions.progress(bar::show));
            begun.complete(pending);
            return pending.await();
        } catch (CancellationException taken) {
            if (!Thread.currentThread().isInterrupted()) {
                told.join(); // the waiting ends before the server has been told
            }
            throw taken;
        } finally {
            bar.end();
        }
    }

    /** Whether the result is for a program; then it has been written. */
    boolean isWrittenAsJson(Json result) {
        boolean asJson = given.has(CommandOption.JSON);
        if (asJson) {
            screen().answer(result.toString());
        }
        return asJson;
    }

    /** Where an answer for people goes. */
    Answers answers() {
        return new Answers(screen(), files);
    }
}

package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.Answer;
import io.tieline.framework.Elicitation;
import io.tieline.framework.McpClient;
import io.tieline.framework.Root;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Who answers what a server asks in the middle of a call: the person at the terminal, one question
 * after the other, a file, or nobody. Safe for use by several threads.
 */
final class Answerer {

    private final Surroundings here;
    private final @Nullable AnswerFile file;
    private final @Nullable SamplingCommand sampling;
    private final Root[] roots;
    private final Semaphore person = new Semaphore(1, true);

    private Answerer(
            Surroundings here,
            @Nullable AnswerFile file,
            @Nullable SamplingCommand sampling,
            Root[] roots) {
        this.here = here;
        this.file = file;
        this.sampling = sampling;
        this.roots = roots;
    }

    /** What the options say of it. */
    static Answerer of(Surroundings here, Given given) throws UsageException {
        var answers = given.one(CommandOption.ANSWER);
        var model = given.one(CommandOption.SAMPLING);
        return new Answerer(
                here,
                answers == null ? null : AnswerFile.read(answers),
                model == null ? null : new SamplingCommand(model.value(), here.screen()),
                given.all(CommandOption.ROOT).stream().map(Answerer::root).toArray(Root[]::new));
    }

    private static Root root(String place) {
        return Root.of(
                place.contains("://")
                        ? place
                        : Path.of(place).toAbsolutePath().normalize().toUri().toString());
    }

    /** The client that can be asked for what there is somebody to answer. */
    McpClient.Builder shape(McpClient.Builder client) {
        client.onElicitation(this::answer).onUrlElicitation(this::answer);
        if (sampling != null) {
            client.onSampling(sampling);
        }
        return roots.length == 0 ? client : client.roots(roots);
    }

    private Answer<?> answer(Elicitation question) throws InterruptedException {
        if (file != null) {
            return ofFile(file, question);
        }
        if (!here.screen().isConversation()) {
            here.screen()
                    .remark(
                            "declined, since nobody is at the terminal: \""
                                    + OneLine.of(question.message())
                                    + "\"; --answer FILE answers");
            return Answer.decline();
        }
        person.acquire();
        try {
            var page = question.url();
            return page == null
                    ? new Form(here.screen(), here.typed()).ask(question)
                    : new PageQuestion(here.screen(), here.typed(), here.environment())
                            .ask(question, page);
        } catch (InterruptedException withdrawn) {
            here.screen().say("");
            throw withdrawn;
        } finally {
            person.release();
        }
    }

    private Answer<?> ofFile(AnswerFile answers, Elicitation question) {
        try {
            return answers.answer(question);
        } catch (UnfitException unfit) {
            here.screen()
                    .remark(
                            "cancelled: \""
                                    + OneLine.of(question.message())
                                    + "\"; "
                                    + OneLine.of(unfit.problem()));
            return Answer.cancel();
        }
    }
}

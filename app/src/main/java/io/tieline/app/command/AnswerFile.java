package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.UsageException;
import io.tieline.framework.Answer;
import io.tieline.framework.Elicitation;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Answers that a script has written down: an object for every question, or a list of them, of which
 * each question takes the next. An object with the member {@code action} is an answer as it stands
 * on the wire, any other the content of a form that is accepted. Safe for use by several threads.
 */
final class AnswerFile {

    private final String name;
    private final List<Json> answers;
    private final boolean isForAll;
    private int next;

    private AnswerFile(String name, List<Json> answers, boolean isForAll) {
        this.name = name;
        this.answers = answers;
        this.isForAll = isForAll;
    }

    /** Reads the file. */
    static AnswerFile read(ConfigValue given) throws UsageException {
        var path = GivenFile.readable(given);
        try {
            var json = Json.of(Files.readString(path));
            boolean isList = json.isArray();
            if (!isList && !json.isObject()) {
                throw given.wrong("holds neither an object nor a list of them");
            }
            return new AnswerFile(
                    path.toString(), isList ? json.elements() : List.of(json), !isList);
        } catch (IOException | IllegalArgumentException e) {
            throw given.wrong("is no JSON; write {\"FIELD\": VALUE} for each form");
        }
    }

    /** The answer to this question. */
    synchronized Answer<?> answer(Elicitation question) throws UnfitException {
        if (!isForAll && next >= answers.size()) {
            throw new UnfitException(
                    name + " answers " + answers.size() + " questions, and there is one more");
        }
        var answer = answers.get(isForAll ? 0 : next);
        next++;
        var action = answer.text("action");
        return switch (action == null ? "" : action) {
            case "decline" -> Answer.decline();
            case "cancel" -> Answer.cancel();
            case "accept" -> checked(question, answer.part("content"));
            default -> checked(question, answer);
        };
    }

    /** A single object may answer several forms: each takes what it has a field for. */
    private Answer<?> checked(Elicitation question, Json given) throws UnfitException {
        if (question.url() != null) {
            return Answer.accept(Json.EMPTY_OBJECT);
        }
        var content = given;
        var fields = FormField.of(question.schema());
        for (var member : given.members()) {
            var field = fields.stream().filter(one -> one.name().equals(member.name())).findAny();
            if (field.isPresent()) {
                check(field.get(), member.value());
            } else if (isForAll) {
                content = content.without(member.name());
            } else {
                throw new UnfitException(name + ": the form has no field " + member.name());
            }
        }
        for (var field : fields) {
            if (field.required()
                    && content.get(field.name()) == null
                    && field.schema().standing() == null) {
                throw new UnfitException(name + " has nothing for the field " + field.name());
            }
        }
        return Answer.accept(content);
    }

    private void check(FormField field, Json value) throws UnfitException {
        try {
            ValueChecks.checkType(field.schema(), value);
        } catch (UnfitException unfit) {
            throw new UnfitException(name + ": " + field.name() + ": " + unfit.problem());
        }
    }
}

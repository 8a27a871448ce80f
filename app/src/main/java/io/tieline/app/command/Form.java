package io.tieline.app.command;

import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.TypedLines;
import io.tieline.app.terminal.Wrapping;
import io.tieline.framework.Answer;
import io.tieline.framework.Elicitation;
import io.tieline.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a person to fill in a form, field by field. */
final class Form {

    private static final String DECLINE = ":decline";
    private static final String CANCEL = ":cancel";
    private static final String BACK = ":back";

    private final Screen screen;
    private final TypedLines typed;

    Form(Screen screen, TypedLines typed) {
        this.screen = screen;
        this.typed = typed;
    }

    /**
     * Asks, and waits for the person.
     *
     * @throws InterruptedException if the server has taken its question back
     */
    Answer<?> ask(Elicitation question) throws InterruptedException {
        introduce(question.message());
        var fields = FormField.of(question.schema());
        if (fields.isEmpty()) {
            return agreement();
        }
        var values = new LinkedHashMap<String, Json>();
        int at = 0;
        while (at < fields.size()) {
            var field = fields.get(at);
            var line = line(field);
            switch (line == null ? CANCEL : line.strip()) {
                case DECLINE -> {
                    return Answer.decline();
                }
                case CANCEL -> {
                    return Answer.cancel();
                }
                case BACK -> at = Math.max(0, at - 1);
                default -> at += isTaken(field, line, values) ? 1 : 0;
            }
        }
        return Answer.accept(Json.object(values));
    }

    private void introduce(String message) {
        var style = screen.remarks();
        screen.say("");
        for (var line : Wrapping.lines(OneLine.paragraphs(message), screen.width())) {
            screen.say(style.strong("? " + line));
        }
        screen.say(
                style.faint(
                        "  Enter takes what is in brackets; "
                                + BACK
                                + ", "
                                + DECLINE
                                + ", "
                                + CANCEL));
    }

    /** A form without fields asks for a yes. */
    private Answer<?> agreement() throws InterruptedException {
        while (true) {
            screen.ask("  Agree? (y, n) ");
            var line = typed.next();
            switch (line == null ? CANCEL : line.strip()) {
                case "y", "yes" -> {
                    return Answer.accept(Json.EMPTY_OBJECT);
                }
                case "n", "no", DECLINE -> {
                    return Answer.decline();
                }
                case CANCEL -> {
                    return Answer.cancel();
                }
                default -> screen.say("  y or n, " + DECLINE + " or " + CANCEL);
            }
        }
    }

    private @Nullable String line(FormField field) throws InterruptedException {
        var style = screen.remarks();
        var description = field.schema().json().text("description");
        if (description != null) {
            screen.say(style.faint("  " + OneLine.of(description)));
        }
        choices(field.choices());
        var standing = field.standing();
        screen.ask(
                "  "
                        + style.name(OneLine.of(field.title()))
                        + style.faint(" (" + OneLine.of(field.hint()) + ")")
                        + (standing.isEmpty() ? "" : " [" + OneLine.of(standing) + "]")
                        + ": ");
        return typed.next();
    }

    private void choices(List<ValueSchema.Choice> choices) {
        int number = 0;
        for (var choice : choices) {
            number++;
            screen.say("    " + number + ") " + OneLine.of(choice.title()));
        }
    }

    private boolean isTaken(FormField field, @Nullable String line, Map<String, Json> values) {
        try {
            var value = field.read(line == null ? "" : line);
            if (value == null) {
                values.remove(field.name());
            } else {
                values.put(field.name(), value);
            }
            return true;
        } catch (UnfitException unfit) {
            screen.say(
                    screen.remarks()
                            .bad("  " + OneLine.of(field.title() + ": " + unfit.problem())));
            return false;
        }
    }
}

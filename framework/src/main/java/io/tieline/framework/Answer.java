package io.tieline.framework;

import java.util.Optional;

/**
 * What the user made of an {@link Elicitation}.
 *
 * <pre>{@code
 * return switch (context.elicit("What is your name?", Name.class)) {
 *     case Answer.Accept(var name) -> CallResult.text("Hello, " + name.name() + "!");
 *     case Answer.Decline<Name> _ -> CallResult.text("As you like.");
 *     case Answer.Cancel<Name> _ -> CallResult.error("Nobody answered");
 * };
 * }</pre>
 *
 * @param <T> what an accepted form is read as
 */
public sealed interface Answer<T> {

    /**
     * The user filled the form in, or agreed to visit the page.
     *
     * @param content what the user said
     */
    record Accept<T>(T content) implements Answer<T> {}

    /** The user said no. */
    record Decline<T>() implements Answer<T> {}

    /** The user did not choose: closed the dialog, or let the time run out. */
    record Cancel<T>() implements Answer<T> {}

    /**
     * The user's form.
     *
     * @param content a record, a map, a {@link io.tieline.wire.Json} or {@link Values}: an object
     */
    static <T> Answer<T> accept(T content) {
        return new Accept<>(content);
    }

    /** The user says no. */
    static <T> Answer<T> decline() {
        return new Decline<>();
    }

    /** The user does not choose. */
    static <T> Answer<T> cancel() {
        return new Cancel<>();
    }

    /** What the user said, if the question was accepted. */
    default Optional<T> accepted() {
        return this instanceof Accept<T>(var content) ? Optional.of(content) : Optional.empty();
    }
}

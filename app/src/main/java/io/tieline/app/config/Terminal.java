package io.tieline.app.config;

import org.jspecify.annotations.Nullable;

/** Whoever sits in front of the program, to be asked for what a file leaves open. */
@FunctionalInterface
public interface Terminal {

    /** Nobody is there. */
    Terminal NOBODY = (_, _) -> null;

    /**
     * Asks and waits.
     *
     * @param hidden whether what is typed must not be seen
     * @return the answer, perhaps empty; null if nobody is there
     */
    @Nullable String ask(String question, boolean hidden);
}

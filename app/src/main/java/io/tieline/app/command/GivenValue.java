package io.tieline.app.command;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A word of the form {@code name=text} or {@code name:=json}.
 *
 * @param isJson whether the text is JSON, whatever a schema says
 */
record GivenValue(String name, String text, boolean isJson) {

    /** A URI has one of these before its first equals sign, a name has not. */
    private static final Pattern FORM = Pattern.compile("(?s)([^=:/{}?#\\s]+)(:?)=(.*)");

    /** The value that this word is; null if it is none. */
    static @Nullable GivenValue of(String word) {
        var form = FORM.matcher(word);
        return form.matches()
                ? new GivenValue(form.group(1), form.group(3), !form.group(2).isEmpty())
                : null;
    }
}

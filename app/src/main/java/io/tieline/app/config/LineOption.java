package io.tieline.app.config;

import io.tieline.app.config.Setting.Shape;
import org.jspecify.annotations.Nullable;

/** An option of a command line: how it is written, and what the help says of it. */
public interface LineOption {

    /** How it is written, with its dashes; null if it is not written on the command line. */
    @Nullable String option();

    /** What stands for its value in the help; empty for a flag. */
    String label();

    /** How often it may be given, and whether it has a value. */
    Shape shape();

    /** What it does, line by line. */
    String[] description();
}

package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.TypedLines;
import java.io.InputStream;
import java.util.Map;

/**
 * What a command finds around itself.
 *
 * @param screen where it writes
 * @param typed what is typed
 * @param in the same stream as it is, for a value that is read from it
 * @param environment our variables
 * @param opener the way to the servers
 * @param interruptions Ctrl-C and its like
 */
public record Surroundings(
        Screen screen,
        TypedLines typed,
        InputStream in,
        Map<String, String> environment,
        Opener opener,
        Interruptions interruptions) {

    /** Reaches servers. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Makes ready what is needed to connect to these servers.
         *
         * @param given options that say how they are to be reached
         */
        ConnectableServers open(Target target, Given given)
                throws UsageException, UnreachableException;
    }

    /** Hears that the user wants an end. */
    @FunctionalInterface
    public interface Interruptions {

        /** At the next Ctrl-C this is run, in the place of ending the program; once. */
        void next(Runnable task);
    }
}

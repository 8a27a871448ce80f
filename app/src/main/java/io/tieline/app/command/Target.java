package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import java.util.List;

/** Which servers a command is about, as the command line says it. */
public sealed interface Target {

    /** That of a command which is about servers and nothing else. */
    static Target of(Given given) throws UsageException {
        return Operands.ofTarget(given).target();
    }

    /** One behind a URL. */
    record Url(String url) implements Target {}

    /** Those of a file. */
    record ServersOf(String file) implements Target {}

    /** A program. */
    record Program(List<String> command) implements Target {

        public Program {
            command = List.copyOf(command);
        }
    }

    /** One of the file at hand. */
    record Named(String name) implements Target {}

    /** Those of the file at hand. */
    record AtHand() implements Target {}
}

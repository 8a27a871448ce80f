package io.tieline.stdio;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Refuses a command whose text the system would be told in question marks: the JVM writes
 * arguments, variables and directories in the encoding of the locale in force, and replaces in
 * silence what that has no letters for.
 */
final class Encodable {

    private final CharsetEncoder encoder;

    Encodable(Charset charset) {
        this.encoder = charset.newEncoder();
    }

    /** For the encoding in which this JVM speaks to the system. */
    static Encodable here() {
        return new Encodable(
                Charset.forName(
                        System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8));
    }

    /**
     * Makes sure that the command arrives as it is written.
     *
     * @throws IOException if it does not; the message names the part, but never a value
     */
    void require(StdioCommand command) throws IOException {
        for (int index = 0; index < command.argv().size(); index++) {
            require(command, command.argv().get(index), index == 0 ? "name" : "argument " + index);
        }
        for (Map.Entry<String, String> variable : command.environment().entrySet()) {
            require(
                    command,
                    variable.getKey() + variable.getValue(),
                    "variable " + variable.getKey());
        }
    }

    private void require(StdioCommand command, String text, String what) throws IOException {
        if (!encoder.canEncode(text)) {
            throw new IOException(
                    "The "
                            + what
                            + " of command '"
                            + command.program()
                            + "' has letters that the locale in force ("
                            + encoder.charset()
                            + ") cannot pass on; start this program with LC_ALL=C.UTF-8");
        }
    }
}

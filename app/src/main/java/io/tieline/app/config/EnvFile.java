package io.tieline.app.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the file of variables that an entry names: {@code NAME=VALUE} on each line. */
final class EnvFile {

    private static final Pattern LINE =
            Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(.*)");
    private static final int LARGEST_BYTES = 1024 * 1024;

    private EnvFile() {}

    /**
     * Its variables; none of its values is ever part of a message.
     *
     * @param folder that of the file in which it is named
     */
    static List<ConfigValue> read(ConfigValue given, Path folder) throws UsageException {
        try {
            var file = folder.resolve(given.value());
            if (!Files.isRegularFile(file)) {
                throw given.wrong("there is no file " + file + "; check its path");
            }
            if (Files.size(file) > LARGEST_BYTES) {
                throw given.wrong(file + " is larger than 1 MiB; is it the right file?");
            }
            return variables(Files.readAllLines(file), given);
        } catch (InvalidPathException e) {
            throw given.wrong("cannot be the name of a file; correct it");
        } catch (MalformedInputException e) {
            throw given.wrong("the file is not in UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw given.wrong("the file cannot be read; check who may read it");
        }
    }

    private static List<ConfigValue> variables(List<String> lines, ConfigValue given)
            throws UsageException {
        var variables = new ArrayList<ConfigValue>();
        for (int index = 0; index < lines.size(); index++) {
            var line = lines.get(index).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var variable = LINE.matcher(line);
            if (!variable.matches()) {
                throw given.wrong(
                        "line " + (index + 1) + " of the file is no NAME=VALUE; correct it");
            }
            variables.add(
                    new ConfigValue(variable.group(1), bare(variable.group(2)), given.place()));
        }
        return variables;
    }

    /** Without the quotes around it, or the comment behind it. */
    private static String bare(String value) {
        if (value.isEmpty()) {
            return value;
        }
        char quote = value.charAt(0);
        int end = value.lastIndexOf(quote);
        if ((quote == '"' || quote == '\'') && end > 0) {
            return value.substring(1, end);
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).stripTrailing();
    }
}

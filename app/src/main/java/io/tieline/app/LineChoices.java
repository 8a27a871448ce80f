package io.tieline.app;

import io.tieline.app.config.ConfigFiles;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.RunChoices;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what a command line says together with the files that it names. */
final class LineChoices {

    private LineChoices() {}

    /**
     * The choices of line and files.
     *
     * @param environment our variables
     * @param terminal where inputs are asked for
     */
    static RunChoices read(RunLine line, Map<String, String> environment, Terminal terminal)
            throws UsageException {
        var said = line.choices();
        if (line.files().isEmpty()) {
            var server = said.one(Setting.SERVER);
            if (server != null) {
                throw server.wrong("names a server of a CONFIG.json, and none is given");
            }
            return RunChoices.of(said);
        }
        return ConfigFiles.read(files(line), environment, terminal).with(said);
    }

    /** The files that the line names. */
    static List<Path> files(RunLine line) throws UsageException {
        var files = new ArrayList<Path>();
        for (var file : line.files()) {
            files.add(GivenFile.path(ConfigValue.of(file, file)));
        }
        return files;
    }
}

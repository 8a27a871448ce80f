package io.tieline.app.command;

import io.tieline.app.config.FileAtHand;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.Screen;
import io.tieline.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code tieline install}: has a client start Tieline, by an entry in the client's own file. */
public final class InstallCommand {

    private final Surroundings here;
    private final Screen screen;
    private final Path folder;

    /**
     * The command in these surroundings.
     *
     * @param folder the one that the user is in
     */
    public InstallCommand(Surroundings here, Path folder) {
        this.here = here;
        this.screen = here.screen();
        this.folder = folder;
    }

    /** Shows what would be written, and writes it if told to. */
    public ExitCode run(Given given) throws UsageException {
        if (given.operands().isEmpty()) {
            throw new UsageException("the CLIENT is missing; tieline install --help names them");
        }
        var client = InstallableClient.of(given.operands().getFirst());
        var path = client.file(folder, here.environment(), System.getProperty("os.name", ""));
        var file = new ClientFile(path);
        if (given.has(CommandOption.UNDO)) {
            file.undo();
            screen.answer("restored " + path);
            return ExitCode.DONE;
        }
        var rest = given.operands().subList(1, given.operands().size());
        var target = Target.of(new Given(given.options(), rest, given.command()));
        return write(given, client, file, path, words(target, given));
    }

    private ExitCode write(
            Given given, InstallableClient client, ClientFile file, Path path, List<String> words)
            throws UsageException {
        var named = given.one(CommandOption.NAME);
        var program = given.one(CommandOption.PROGRAM);
        var name = named == null ? "tieline" : named.value();
        var entry = client.entry(program == null ? "tieline" : program.value(), words);
        screen.answer(path + ": " + client.key());
        screen.answer(Pretty.of(Json.object(name, entry)));
        var before = file.read();
        var there = before.at(client.key(), name);
        if (entry.equals(there)) {
            screen.remark("it is there already");
            return ExitCode.DONE;
        }
        if (there != null) {
            screen.remark("in the place of " + there);
        }
        if (!given.has(CommandOption.YES) && !isAgreed()) {
            screen.remark("nothing was written; --yes writes it");
            return ExitCode.FAILED;
        }
        file.write(before, client.key(), name, entry);
        screen.remark("written; --undo puts back what is kept in " + file.kept());
        return ExitCode.DONE;
    }

    private boolean isAgreed() {
        if (!screen.isConversation()) {
            return false;
        }
        screen.ask("Write it? (y, n) ");
        try {
            var typed = here.typed().next();
            return typed != null && List.of("y", "yes").contains(typed.strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the client gives the program to start with; it may start it anywhere. */
    private List<String> words(Target target, Given given) throws UsageException {
        var words = new ArrayList<String>(List.of("run", "--stdio"));
        switch (target) {
            case Target.Url(var url) -> words.addAll(List.of("--backend", url));
            case Target.ServersOf(var file) -> words.add(absolute(Path.of(file)));
            case Target.Program(var command) -> {
                words.add("--");
                words.addAll(command);
            }
            case Target.Named(var name) -> {
                words.add(absolute(FileAtHand.find(folder, here.environment(), name)));
                words.addAll(List.of("--server", name));
            }
            case Target.AtHand() ->
                    words.add(absolute(FileAtHand.find(folder, here.environment(), null)));
        }
        for (var server : given.all(Setting.SERVER)) {
            words.addAll(List.of("--server", server));
        }
        return words;
    }

    private String absolute(Path file) {
        return folder.resolve(file).toAbsolutePath().normalize().toString();
    }
}

package io.tieline.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One or several files with servers; of two servers of one name that of the later file is meant.
 * For one thread.
 */
public final class ConfigFiles {

    private final List<ConfigFile> files;
    private final Map<String, Source> servers;
    private final TielineSection section;

    private ConfigFiles(
            List<ConfigFile> files, Map<String, Source> servers, TielineSection section) {
        this.files = files;
        this.servers = servers;
        this.section = section;
    }

    /** A server, and what variables stand for in its file. */
    private record Source(ServerEntry entry, Variables variables) {}

    /**
     * Reads the files, at least one.
     *
     * @param environment our variables
     * @param terminal where inputs are asked for
     */
    public static ConfigFiles read(
            List<Path> paths, Map<String, String> environment, Terminal terminal)
            throws UsageException {
        var files = new ArrayList<ConfigFile>();
        var servers = new LinkedHashMap<String, Source>();
        var section = TielineSection.none();
        for (var path : paths) {
            var file = ConfigFile.read(path);
            var variables = file.variables(environment, terminal);
            for (var entry : file.servers()) {
                servers.put(entry.name(), new Source(entry, variables));
            }
            section = section.and(file, variables);
            files.add(file);
        }
        return new ConfigFiles(files, servers, section);
    }

    /**
     * What the files say together with the command line, which wins.
     *
     * @param said what stands on the command line
     */
    public RunChoices with(Configuration said) throws UsageException {
        var served = served(said.all(Setting.SERVER));
        var remarks = new Remarks(said.has(Setting.STDIO));
        var forAll = said.over(remarks.applicable(section.choices()));
        var chosen =
                served.size() == 1
                        ? List.of(alone(served.getFirst(), said, remarks))
                        : together(served, said, forAll, remarks);
        files.forEach(file -> remarks.misplaced(file.misplaced()));
        var names = chosen.stream().map(ServerChoices::name).toList();
        return new RunChoices(
                chosen.size() == 1 ? chosen.getFirst().choices() : forAll,
                chosen,
                section.federation(List.copyOf(servers.keySet()), names)
                        .withInstructions(said.one(Setting.INSTRUCTIONS)),
                section.auth().with(said),
                remarks.sentences());
    }

    /** All that is said is said of the only server, too. */
    private ServerChoices alone(Source source, Configuration said, Remarks remarks)
            throws UsageException {
        var written = written(source, remarks);
        var instructions = section.instructions();
        if (instructions != null && !written.has(Setting.INSTRUCTIONS)) {
            written = written.with(Setting.INSTRUCTIONS, instructions);
        }
        return choices(
                source, said.over(written.over(remarks.applicable(section.choices()))), true);
    }

    private List<ServerChoices> together(
            List<Source> served, Configuration said, Configuration forAll, Remarks remarks)
            throws UsageException {
        ServersTogether.requireMeantForAll(said);
        var all = new ArrayList<ServerChoices>();
        for (var source : served) {
            var written = written(source, remarks);
            ServersTogether.requireOfOneServer(written);
            var fitting = ServersTogether.fitting(said, written);
            var usual = ServersTogether.fitting(section.choices(), written);
            all.add(choices(source, fitting.over(written.over(usual)), false));
        }
        ServersTogether.requireUse(forAll, all);
        ServersTogether.requireDistinctPrefixes(all);
        return all;
    }

    private static Configuration written(Source source, Remarks remarks) throws UsageException {
        remarks.ignored(source.entry().ignored());
        return remarks.applicable(source.entry().choices(source.variables()));
    }

    private static ServerChoices choices(Source source, Configuration choices, boolean alone)
            throws UsageException {
        var entry = source.entry();
        var prefix = entry.prefix(source.variables());
        return new ServerChoices(
                entry.name(),
                ServersTogether.prefix(prefix, entry.name(), alone),
                entry.place(),
                choices,
                entry.exposure(source.variables()));
    }

    /** Those that are named, or all that are not switched off. */
    private List<Source> served(List<ConfigValue> wanted) throws UsageException {
        for (var name : wanted) {
            var source = servers.get(name.value());
            if (source == null) {
                throw name.wrong(
                        names()
                                + (files.size() == 1 ? " holds" : " hold")
                                + " no server "
                                + name.value()
                                + ", but "
                                + String.join(", ", servers.keySet()));
            }
            source.entry().requireEnabled();
        }
        var served = new ArrayList<Source>();
        for (var source : servers.values()) {
            var entry = source.entry();
            boolean isNamed = wanted.stream().anyMatch(name -> name.value().equals(entry.name()));
            if (isNamed || (wanted.isEmpty() && entry.isEnabled())) {
                served.add(source);
            }
        }
        if (served.isEmpty()) {
            servers.values().iterator().next().entry().requireEnabled();
        }
        return served;
    }

    private String names() {
        return files.stream().map(ConfigFile::name).collect(Collectors.joining(", "));
    }
}

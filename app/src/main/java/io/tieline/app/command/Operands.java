package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.UsageException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the operands of a command are.
 *
 * @param target the servers
 * @param subject what it is about: a tool, a URI, a prompt; empty if the command has none
 * @param values the words {@code name=value}
 */
record Operands(Target target, String subject, List<GivenValue> values) {

    private static final List<String> FILES =
            List.of(".json", ".jsonc", ".json5", ".toml", ".yaml", ".yml");

    private static final Set<String> PROGRAMS =
            Set.of("npx", "uvx", "node", "python", "python3", "docker", "bunx", "deno", "java");

    /** Those of a command that has a TARGET and nothing else. */
    static Operands ofTarget(Given given) throws UsageException {
        if (given.operands().size() > (given.command().isEmpty() ? 1 : 0)) {
            throw tooMany(given.operands().getLast());
        }
        return new Operands(
                given.operands().isEmpty() ? unnamed(given) : target(given.operands().getFirst()),
                "",
                List.of());
    }

    /**
     * Those of a command that is about something.
     *
     * @param what it is about, as the help calls it: {@code TOOL}
     */
    static Operands about(String what, Given given) throws UsageException {
        var plain = new ArrayList<String>();
        var values = new ArrayList<GivenValue>();
        for (var word : given.operands()) {
            var value = GivenValue.of(word);
            if (value == null) {
                plain.add(word);
            } else {
                values.add(value);
            }
        }
        int most = given.command().isEmpty() ? 2 : 1;
        if (plain.size() > most) {
            throw tooMany(plain.getLast());
        }
        if (plain.isEmpty()
                || (plain.size() == 1 && most == 2 && isServer(what, plain.getFirst()))) {
            throw new UsageException(
                    "the "
                            + what
                            + " is missing; write it behind the TARGET, and tieline list [TARGET]"
                            + " shows what there is");
        }
        var target = plain.size() == 2 ? target(plain.getFirst()) : unnamed(given);
        return new Operands(target, plain.getLast(), List.copyOf(values));
    }

    /** A file or a URL alone is no tool; of resources it might be one. */
    private static boolean isServer(String what, String word) throws UsageException {
        return !what.equals("URI") && (isUrl(word) || isFile(word));
    }

    private static UsageException tooMany(String word) {
        return UsageException.at(
                word,
                "is one word too many; an argument is written NAME=VALUE, and a server to start"
                        + " goes after --: -- COMMAND ARG...");
    }

    private static Target unnamed(Given given) {
        return given.command().isEmpty()
                ? new Target.AtHand()
                : new Target.Program(given.command());
    }

    /** What a first word means. */
    private static Target target(String word) throws UsageException {
        if (isUrl(word)) {
            return new Target.Url(word);
        }
        if (isFile(word)) {
            return new Target.ServersOf(word);
        }
        if (PROGRAMS.contains(word)) {
            throw UsageException.at(
                    word, "a command to start goes after --; write -- " + word + " ...");
        }
        return new Target.Named(word);
    }

    private static boolean isUrl(String word) {
        return word.startsWith("http://") || word.startsWith("https://");
    }

    private static boolean isFile(String word) throws UsageException {
        var lower = word.toLowerCase(Locale.ROOT);
        return FILES.stream().anyMatch(lower::endsWith)
                || Files.isRegularFile(GivenFile.path(ConfigValue.of(word, word)));
    }
}

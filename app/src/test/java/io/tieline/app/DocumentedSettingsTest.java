package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.app.config.EntryKeys;
import io.tieline.app.config.Setting;
import io.tieline.app.config.TielineSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages name every setting, and none that does not exist. */
final class DocumentedSettingsTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path REFERENCE = ROOT.resolve("docs/configuration.md");
    private static final Path CLIENTS = ROOT.resolve("docs/your-clients-file.md");
    private static final Pattern KEY = Pattern.compile("`([A-Za-z_]+)`");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern COMMAND_LINE =
            Pattern.compile("tieline(?: [a-z]+)? (-[^`\\n]*)[`\\n]");
    private static final Pattern BEHIND_OPTIONS = Pattern.compile("(^| )-- .*");

    @Test
    void everySettingHasItsRow() throws IOException {
        var page = Files.readString(REFERENCE);
        assertThat(Setting.values())
                .allSatisfy(setting -> {
                    if (setting.option() != null) {
                        assertThat(page).contains("| `" + setting.option());
                    }
                    if (setting.key() != null) {
                        assertThat(page).contains(" `" + setting.key() + "`");
                    }
                });
    }

    @Test
    void everyKeyOfAnEntryIsOnThePageOfClients() throws IOException {
        var pages = Files.readString(REFERENCE) + Files.readString(CLIENTS);
        assertThat(EntryKeys.taken()).allMatch(key -> pages.contains("`" + key + "`"));
        assertThat(EntryKeys.passedOver()).allMatch(key -> pages.contains("`" + key + "`"));
        assertThat(passedOver()).containsExactlyElementsOf(EntryKeys.passedOver());
    }

    @Test
    void everyKeyOfAClientExists() throws IOException {
        var rows = Files.readAllLines(CLIENTS).stream().filter(line -> line.startsWith("| "));
        var shown =
                rows.map(row -> row.split("\\|", -1))
                        .filter(cells -> cells.length == 6)
                        .flatMap(cells -> KEY.matcher(cells[4]).results())
                        .map(match -> match.group(1));
        assertThat(shown).isNotEmpty().allMatch(this::isKnown);
    }

    private boolean isKnown(String key) {
        return key.equals("inputs") || EntryKeys.taken().contains(key);
    }

    @Test
    void everyKeyForAllServersIsInTheReference() throws IOException {
        var page = Files.readString(REFERENCE);
        assertThat(TielineSection.keys()).allMatch(key -> page.contains(" `" + key + "`"));
        var own = page.substring(page.indexOf("### For all servers"), page.indexOf("## Behind"));
        var rows = own.lines().filter(line -> line.startsWith("| `"));
        assertThat(rows.map(row -> row.split("`", -1)[1]))
                .isNotEmpty()
                .isSubsetOf(TielineSection.keys());
    }

    private static List<String> passedOver() throws IOException {
        var page = Files.readString(CLIENTS);
        var list = page.substring(page.indexOf("Passed over,"), page.indexOf(", and comments:"));
        return KEY.matcher(list).results().map(match -> match.group(1)).toList();
    }

    @Test
    void everyOptionOfTheReferenceExists() throws IOException {
        var rows = Files.readAllLines(REFERENCE).stream().filter(line -> line.startsWith("| `-"));
        assertThat(rows.map(row -> row.split("\\|", -1)[1]).flatMap(cell -> options(cell).stream()))
                .isNotEmpty()
                .isSubsetOf(known());
    }

    @Test
    void everyCommandLineThatIsShownCanBeParsed() throws IOException {
        var shown = new ArrayList<String>();
        for (var page : pages()) {
            COMMAND_LINE
                    .matcher(Files.readString(page))
                    .results()
                    .forEach(line -> shown.addAll(options(ours(line.group(1)))));
        }
        assertThat(shown).isNotEmpty().isSubsetOf(known());
    }

    private static Set<String> known() {
        var known = new HashSet<>(Set.of("--help", "--version"));
        for (var verb : Subcommand.verbs()) {
            verb.own().forEach(option -> known.add(String.valueOf(option.option())));
        }
        return known;
    }

    /** What stands before the command of a server. */
    private static String ours(String line) {
        return BEHIND_OPTIONS.matcher(line).replaceFirst("");
    }

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(match -> match.group()).toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs =
                Files.find(ROOT.resolve("docs"), 9, (file, _) -> file.toString().endsWith(".md"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs).toList();
        }
    }
}

package io.tieline.app.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What files say for all servers, under {@code tieline} at their roots. Of several files the later
 * one wins, key by key.
 */
public final class TielineSection {

    /** What is no {@link Setting}, or is one that means something else here. */
    private static final List<String> OF_ALL =
            List.of(
                    "name",
                    "instructions",
                    "maxName",
                    "reserve",
                    "pageSize",
                    "grace",
                    "search",
                    "pinned",
                    "views",
                    "auth");

    /** Each server has its own. */
    private static final Set<Setting> OF_ONE =
            Set.of(
                    Setting.NAME,
                    Setting.BACKEND,
                    Setting.COMMAND,
                    Setting.HEADER,
                    Setting.TRANSPORT,
                    Setting.ENV,
                    Setting.CWD,
                    Setting.INSTRUCTIONS);

    private static final int LONGEST_NAME = 1_024;
    private static final int SHORTEST_NAME = 16;
    private static final int LARGEST_PAGE = 100_000;

    private final Map<String, Field> members;

    private TielineSection(Map<String, Field> members) {
        this.members = members;
    }

    /** Nothing said. */
    static TielineSection none() {
        return new TielineSection(Map.of());
    }

    /** This one, and on top of it what that file says. */
    TielineSection and(ConfigFile file, Variables variables) throws UsageException {
        var node = file.tieline();
        if (node == null) {
            return this;
        }
        var all = new LinkedHashMap<>(members);
        var place = file.name() + ": " + ConfigFile.TIELINE;
        for (var member : new Field("", place, node, variables, "").members().entrySet()) {
            requireKnown(member.getKey(), place);
            var field = member.getValue();
            all.put(
                    member.getKey(),
                    new Field(member.getKey(), field.place(), field.value(), variables, ""));
        }
        return new TielineSection(all);
    }

    /** Every key that may stand here. */
    public static SortedSet<String> keys() {
        var keys = new TreeSet<>(OF_ALL);
        for (var setting : Setting.values()) {
            if (setting.key() != null && !OF_ONE.contains(setting)) {
                keys.add(setting.key());
            }
        }
        return keys;
    }

    /** Whether this can be nothing else. */
    static boolean isOne(JsonNode node) {
        return node.isObject() && keys().containsAll(node.propertyNames());
    }

    private static void requireKnown(String key, String place) throws UsageException {
        if (keys().contains(key) || key.startsWith("//") || key.startsWith("_")) {
            return;
        }
        if (EntryKeys.taken().contains(key)) {
            throw UsageException.at(
                    place + "." + key, "is of one server; move it into the entry of that server");
        }
        var nearest = Suggestions.suggestion(key, keys());
        throw UsageException.at(
                place,
                "has an unknown key "
                        + key
                        + (nearest.isEmpty()
                                ? "; known are " + String.join(", ", keys())
                                : nearest));
    }

    /** What it says of settings that {@code run} has. */
    Configuration choices() throws UsageException {
        var choices = Configuration.NONE;
        for (var member : members.entrySet()) {
            var setting = Setting.ofKey(member.getKey());
            if (setting == null || OF_ALL.contains(member.getKey())) {
                continue;
            }
            var field = member.getValue();
            var values =
                    setting.shape() == Setting.Shape.LIST ? field.texts() : List.of(field.text());
            for (var value : values) {
                choices = choices.with(setting, value);
            }
        }
        return choices;
    }

    /** The instructions of the gateway; null if none are given. */
    @Nullable ConfigValue instructions() throws UsageException {
        return text("instructions");
    }

    /**
     * What it says of the servers together.
     *
     * @param known the names of all servers, in the order of the files
     * @param served those that are served
     */
    FederationChoices federation(List<String> known, List<String> served) throws UsageException {
        var otherwise = FederationChoices.DEFAULT;
        var name = text("name");
        var instructions = text("instructions");
        int maxName = number("maxName", SHORTEST_NAME, LONGEST_NAME, otherwise.maxName());
        int reserve = number("reserve", 0, maxName - SHORTEST_NAME, otherwise.reserve());
        var grace = text("grace");
        boolean search = flag("search", otherwise.search());
        var pinned = texts("pinned", otherwise.pinned());
        return new FederationChoices(
                name == null ? null : name.value(),
                instructions == null ? null : instructions.value(),
                maxName,
                Math.min(reserve, maxName - SHORTEST_NAME),
                number("pageSize", 1, LARGEST_PAGE, otherwise.pageSize()),
                grace == null ? otherwise.grace() : Quantities.duration(grace),
                search,
                pinned,
                views(known, new HashSet<>(served), search, pinned));
    }

    /** Who may call. */
    AuthChoices auth() throws UsageException {
        return AuthReader.read(members.get("auth"));
    }

    private List<ViewSettings> views(
            List<String> known, Set<String> served, boolean search, List<String> pinned)
            throws UsageException {
        var field = members.get("views");
        var views = new ArrayList<ViewSettings>();
        if (field != null) {
            var reader = new ViewReader(known, served, search, pinned);
            for (var view : field.members().entrySet()) {
                views.add(reader.read(view.getKey(), view.getValue()));
            }
        }
        return views;
    }

    private @Nullable ConfigValue text(String key) throws UsageException {
        var field = members.get(key);
        return field == null ? null : field.prose();
    }

    private int number(String key, int least, int most, int otherwise) throws UsageException {
        var field = members.get(key);
        return field == null ? otherwise : Quantities.number(field.text(), least, most);
    }

    private boolean flag(String key, boolean otherwise) throws UsageException {
        var field = members.get(key);
        return field == null ? otherwise : field.flag();
    }

    private List<String> texts(String key, List<String> otherwise) throws UsageException {
        var field = members.get(key);
        return field == null ? otherwise : field.texts().stream().map(ConfigValue::value).toList();
    }
}

package io.tieline.app.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads views.
 *
 * @param known the names of all servers, in the order of the files
 * @param served those that are served
 * @param search what holds for all
 * @param pinned what holds for all
 */
record ViewReader(List<String> known, Set<String> served, boolean search, List<String> pinned) {

    private static final List<String> OWN_KEYS = List.of("servers", "search", "pinned");

    /** It is a part of a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.~-]*");

    ViewSettings read(String name, Field view) throws UsageException {
        if (!NAME.matcher(name).matches()) {
            throw view.wrong("is a part of a path; write letters, digits, _, . and - only");
        }
        if (known.contains(name)) {
            throw view.wrong("is the name of a server as well; rename the view");
        }
        for (var key : view.members().keySet()) {
            requireKnown(key, view);
        }
        var exposure = ExposureReader.filters(view);
        var itsSearch = view.member("search");
        var itsPinned = view.member("pinned");
        return new ViewSettings(
                name,
                servers(view),
                exposure.tools(),
                exposure.prompts(),
                exposure.resources(),
                itsSearch == null ? search : itsSearch.flag(),
                itsPinned == null
                        ? pinned
                        : itsPinned.texts().stream().map(ConfigValue::value).toList());
    }

    private static void requireKnown(String key, Field view) throws UsageException {
        if (OWN_KEYS.contains(key) || ExposureReader.KEYS.contains(key)) {
            return;
        }
        var keys = new TreeSet<>(ExposureReader.KEYS);
        keys.addAll(OWN_KEYS);
        var nearest = Suggestions.suggestion(key, keys);
        throw view.wrong(
                "has an unknown key "
                        + key
                        + (nearest.isEmpty() ? "; known are " + String.join(", ", keys) : nearest));
    }

    private List<String> servers(Field view) throws UsageException {
        var field = view.member("servers");
        if (field == null) {
            return known.stream().filter(served::contains).toList();
        }
        var named = field.texts();
        for (var server : named) {
            if (!known.contains(server.value())) {
                throw server.wrong(
                        "there is no server "
                                + server.value()
                                + ", but "
                                + String.join(", ", known));
            }
        }
        var servers =
                known.stream()
                        .filter(served::contains)
                        .filter(name ->
                                named.stream().anyMatch(given -> given.value().equals(name)))
                        .toList();
        if (servers.isEmpty()) {
            throw field.wrong("none of them is served; name one that is, or remove the view");
        }
        return servers;
    }
}

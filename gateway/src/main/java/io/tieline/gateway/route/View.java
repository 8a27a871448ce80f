package io.tieline.gateway.route;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The things of one kind of all servers as one client sees them, and who owns each: a table, so
 * that no name is ever taken apart. What two servers would show under one name is the first one's,
 * in the order of the file; of two that have one URI the second one's is shown as {@code NAME+URI}.
 * Immutable, but for the search that it makes when one is wanted.
 */
final class View {

    /** One server's list; null if it is not known, so that nothing of that server is shown. */
    record Part(MountedServer server, @Nullable Catalogue catalogue) {

        @SuppressWarnings("ReferenceEquality") // the very catalogue: most clients have the same one
        private boolean isSame(Part other) {
            return server == other.server && catalogue == other.catalogue;
        }
    }

    /** A thing and its server. */
    record Owned(MountedServer server, Catalogue.Entry entry) {}

    /** A template of URIs, its server, and what stands before them if it is a second owner. */
    private record Template(MountedServer server, String prefix, ResourceTemplateMatcher matcher) {

        boolean makes(String shown) {
            return shown.startsWith(prefix) && matcher.matches(shown.substring(prefix.length()));
        }
    }

    private final ListKind kind;
    private final List<Part> parts;
    private final long generation;
    private final Map<String, Owned> owners = new LinkedHashMap<>();
    private final Map<String, Owned> bare = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>(0);
    private final List<Template> templates = new ArrayList<>(0);
    private final Map<String, List<String>> losers = new LinkedHashMap<>(0);
    private final List<Json> items;

    // Made twice at the worst.
    private volatile @Nullable ToolSearch search;

    /**
     * Puts the lists together.
     *
     * @param parts in the order of the file
     * @param generation another one than that of every other view
     */
    View(ListKind kind, List<Part> parts, long generation) {
        this.kind = kind;
        this.parts = List.copyOf(parts);
        this.generation = generation;
        for (var part : parts) {
            var catalogue = part.catalogue();
            if (catalogue != null) {
                add(part.server(), catalogue);
            }
        }
        // A name that is shown is what it says, whoever has it without a prefix.
        bare.keySet().removeAll(owners.keySet());
        bare.keySet().removeAll(ambiguous);
        this.items = owners.values().stream().map(owned -> owned.entry().shown()).toList();
    }

    private void add(MountedServer server, Catalogue catalogue) {
        for (var entry : catalogue.entries()) {
            var owned = new Owned(server, entry);
            var first = owners.putIfAbsent(entry.shownKey(), owned);
            if (first != null) {
                hidden(owned, first);
            }
            if (kind.isNamed()) {
                addBare(owned);
            }
            if (kind == ListKind.TEMPLATES) {
                var matcher = new ResourceTemplateMatcher(entry.nativeKey());
                boolean isSecond = first != null && !first.server().equals(server);
                templates.add(new Template(server, isSecond ? prefix(server) : "", matcher));
            }
        }
    }

    private void addBare(Owned owned) {
        var first = bare.putIfAbsent(owned.entry().bareKey(), owned);
        if (first != null && !first.server().equals(owned.server())) {
            ambiguous.add(owned.entry().bareKey());
        }
    }

    private static String prefix(MountedServer server) {
        return server.name() + "+";
    }

    private void hidden(Owned loser, Owned first) {
        var server = loser.server();
        if (!kind.isNamed() && !server.equals(first.server())) {
            var named = prefix(server) + loser.entry().nativeKey();
            var owned = new Owned(server, loser.entry().as(kind, named));
            owners.putIfAbsent(named, owned);
        } else {
            losers.computeIfAbsent(server.name(), _ -> new ArrayList<>(1))
                    .add(loser.entry().shownKey());
        }
    }

    /** Whether it is made of these very lists. */
    boolean isOf(List<Part> others) {
        if (parts.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (!parts.get(i).isSame(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a client sees the same. */
    boolean shows(View other) {
        return items.equals(other.items);
    }

    /** What is listed, in order. */
    List<Json> items() {
        return items;
    }

    /** What kind of things they are. */
    ListKind kind() {
        return kind;
    }

    /** Tells it from every other view. */
    long generation() {
        return generation;
    }

    /** The names that are hidden behind those of other servers, by their servers. */
    Map<String, List<String>> losers() {
        return losers;
    }

    /** Finds tools of it by words; made when it is first wanted. */
    ToolSearch search() {
        var made = search;
        if (made == null) {
            made = new ToolSearch(items);
            search = made;
        }
        return made;
    }

    /** The lists that it is made of. */
    List<Part> parts() {
        return parts;
    }

    /** The owner of a name or URI as it is listed, or of a bare name that one server alone has. */
    @Nullable Owned owner(String key) {
        var shown = owners.get(key);
        return shown == null ? bare.get(key) : shown;
    }

    /** Under which names things are shown that have this one without a prefix. */
    List<String> shownNames(String bareKey) {
        return owners.values().stream()
                .map(Owned::entry)
                .filter(entry -> entry.bareKey().equals(bareKey))
                .map(Catalogue.Entry::shownKey)
                .toList();
    }

    /** What is shown of a server under its own name of it, whatever that is; null if it is not. */
    @Nullable Owned named(MountedServer server, String nativeKey) {
        return owners.values().stream()
                .filter(owned -> owned.server().equals(server))
                .filter(owned -> owned.entry().nativeKey().equals(nativeKey))
                .findAny()
                .orElse(null);
    }

    /** The server one of whose templates this URI fits; the first in the file that may show it. */
    @Nullable ResourceOwner ownerByTemplate(String uri) {
        for (var template : templates) {
            if (template.makes(uri)) {
                var own = uri.substring(template.prefix().length());
                if (template.server().isReachable(own)) {
                    return new ResourceOwner(template.server(), own);
                }
            }
        }
        return null;
    }

    /**
     * The server one of whose tools has this page (extension {@code io.modelcontextprotocol/ui});
     * null if none has.
     */
    @Nullable MountedServer ownerOfPage(String uri) {
        for (var owned : owners.values()) {
            var meta = owned.entry().shown().part("_meta");
            if (uri.equals(meta.text("ui", "resourceUri"))
                    || uri.equals(meta.text("ui/resourceUri"))) {
                return owned.server();
            }
        }
        return null;
    }

    /**
     * The server of the skill of which this is a file or a folder, as skills are shown: what is
     * below the folder of its {@code SKILL.md}. Null if it is in none.
     */
    @Nullable ResourceOwner ownerOfFile(String uri) {
        for (var owned : owners.values()) {
            var entry = owned.entry();
            if (isIn(uri, entry.shownKey())) {
                int prefix = entry.shownKey().length() - entry.nativeKey().length();
                return new ResourceOwner(owned.server(), uri.substring(prefix));
            }
        }
        return null;
    }

    private static boolean isIn(String uri, String skill) {
        var folder =
                skill.endsWith(ResourceOwner.SKILL)
                        ? skill.substring(0, skill.length() - ResourceOwner.SKILL.length())
                        : skill;
        return uri.startsWith(folder)
                && (uri.length() == folder.length() || uri.charAt(folder.length()) == '/');
    }

    /** The URI that a client has of a file of this server's skills; null if it is in none. */
    @Nullable String shownFile(MountedServer server, String uri) {
        for (var owned : owners.values()) {
            var entry = owned.entry();
            if (owned.server().equals(server) && isIn(uri, entry.nativeKey())) {
                int prefix = entry.shownKey().length() - entry.nativeKey().length();
                return entry.shownKey().substring(0, prefix) + uri;
            }
        }
        return null;
    }

    /** Whether a resource that is not listed may be reached, by all that is known of its server. */
    boolean admits(MountedServer server, String uri) {
        for (var part : parts) {
            if (part.server().equals(server)) {
                var known = part.catalogue();
                return server.isReachable(uri)
                        && (known == null ? !server.hidesByTags() : !known.hidden().contains(uri));
            }
        }
        return false;
    }

    /** The URI under which a resource of this server is listed; null if it is not. */
    @Nullable String shownUri(MountedServer server, String uri) {
        var first = owners.get(uri);
        if (first != null && first.server().equals(server)) {
            return uri;
        }
        var named = owners.get(prefix(server) + uri);
        return named != null && named.server().equals(server) ? named.entry().shownKey() : null;
    }

    /** The URI that a client makes of the template of this server that makes the server's own. */
    String madeUri(MountedServer server, String uri) {
        for (var template : templates) {
            if (template.server().equals(server) && template.matcher().matches(uri)) {
                return template.prefix() + uri;
            }
        }
        return uri;
    }
}

package io.tieline.gateway.route;

import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All things of one kind that one server has listed, and how they are shown. Immutable.
 *
 * @param entries in the server's order, those that are hidden left out
 * @param hidden the URIs of resources that are left out for their tags, which nothing else tells
 * @param ttlMs for how many milliseconds the server says that its list is good; none if it does not
 * @param isPrivate whether the list is for this client alone, as far as the server says
 */
record Catalogue(List<Entry> entries, Set<String> hidden, OptionalLong ttlMs, boolean isPrivate) {

    /** Nothing, from a server that has nothing of this kind. */
    static final Catalogue NOTHING =
            new Catalogue(List.of(), Set.of(), OptionalLong.empty(), false);

    /** Beside the bytes of what is shown. */
    private static final int OBJECTS = 160;

    /**
     * One thing.
     *
     * @param nativeKey the server's own name or URI of it
     * @param bareKey the name that it has without a prefix, or the same URI
     * @param shownKey the name or URI under which it is listed
     * @param shown how it is listed
     * @param tool the translation of its calls; null if it is no tool
     */
    record Entry(
            String nativeKey,
            String bareKey,
            String shownKey,
            Json shown,
            @Nullable ExposedTool tool) {

        private Entry translated(Revision from, Revision to) {
            var held = RevisionDowngrade.listedTool(shown, from, to);
            return held.equals(shown)
                    ? this
                    : new Entry(nativeKey, bareKey, shownKey, held.detached(), tool);
        }

        /** The same under another key. */
        Entry as(ListKind kind, String other) {
            var named = shown.with(kind.key(), Json.string(other));
            if (kind == ListKind.SKILLS && other.endsWith(nativeKey)) {
                var prefix = other.substring(0, other.length() - nativeKey.length());
                named = skillUnder(prefix, shown);
            }
            return new Entry(nativeKey, bareKey, other, named, tool);
        }

        /** A skill whose URIs, and those of its files, have this in front of them. */
        static Json skillUnder(String prefix, Json skill) {
            return under(prefix, skill).withEach("resources", file -> under(prefix, file));
        }

        private static Json under(String prefix, Json named) {
            var uri = named.text("uri");
            return uri == null ? named : named.with("uri", Json.string(prefix + uri));
        }
    }

    /** How a server's things are shown: those that are not leave no entry. */
    interface Showing {
        @Nullable Entry entry(ListKind kind, Json listed);

        /** Whether a resource is shown, by its URI alone. */
        boolean isReachable(String uri);
    }

    /**
     * The things that a server has listed.
     *
     * @param pages the results that its list consists of
     */
    static Catalogue of(ListKind kind, List<Json> pages, Showing showing) {
        var entries = new ArrayList<Entry>();
        var hidden = new HashSet<String>(0);
        var ttl = OptionalLong.empty();
        boolean isPrivate = false;
        for (var page : pages) {
            for (var listed : page.list(kind.member())) {
                var entry = listed.isObject() ? showing.entry(kind, listed) : null;
                if (entry != null) {
                    entries.add(entry);
                } else if (kind == ListKind.RESOURCES) {
                    hide(hidden, listed.text("uri"), showing);
                }
            }
            ttl = least(ttl, page.integer("ttlMs"));
            isPrivate |= "private".equals(page.text("cacheScope"));
        }
        return new Catalogue(List.copyOf(entries), hidden, ttl, isPrivate);
    }

    private static void hide(Set<String> hidden, @Nullable String uri, Showing showing) {
        if (uri != null && showing.isReachable(uri)) {
            hidden.add(uri);
        }
    }

    private static OptionalLong least(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || (other.isPresent() && other.getAsLong() < one.getAsLong())
                ? other
                : one;
    }

    /** The same tools as clients of another revision can hold them; itself if nothing is other. */
    Catalogue translated(Revision from, Revision to) {
        var held = entries.stream().map(entry -> entry.translated(from, to)).toList();
        return held.equals(entries)
                ? this
                : new Catalogue(held, hidden, OptionalLong.empty(), isPrivate);
    }

    /** Whether it shows the same things in the same words and order. */
    boolean shows(Catalogue other) {
        if (entries.size() != other.entries.size()) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).shown().equals(other.entries.get(i).shown())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it says all the same, so that one of them can stand for the other. */
    boolean saysTheSame(Catalogue other) {
        return isPrivate == other.isPrivate
                && ttlMs.equals(other.ttlMs)
                && hidden.equals(other.hidden)
                && shows(other);
    }

    /** The bytes that it costs to keep it, roughly. */
    long cost() {
        return entries.stream().mapToLong(entry -> OBJECTS + 2L * entry.shown().length()).sum()
                + hidden.stream().mapToLong(uri -> OBJECTS + 2L * uri.length()).sum();
    }
}

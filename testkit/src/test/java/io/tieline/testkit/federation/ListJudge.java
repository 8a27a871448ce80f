package io.tieline.testkit.federation;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the lists that clients are given against what the servers have listed. */
final class ListJudge {

    private final FederatedWorld world;

    ListJudge(FederatedWorld world) {
        this.world = world;
    }

    private void expect(boolean holds, Rule rule, String otherwise) {
        world.findings().expect(holds, rule, otherwise);
    }

    /** Who has listed this. */
    @Nullable Site siteOf(Json item) {
        var description = item.text("description");
        return world.siteOf(description == null ? null : description.split(" ", -1)[0]);
    }

    /** What a client sees of a list: names, and whose they are. */
    List<String> shown(Errand list) {
        return list.items().stream().map(ListJudge::line).toList();
    }

    private static String line(Json item) {
        return keyOf(item) + " of " + item.text("description");
    }

    private static String keyOf(Json item) {
        return String.valueOf(item.get("uri") == null ? item.text("name") : item.text("uri"));
    }

    /** A client has been given a whole list. */
    void listed(Errand list) {
        boolean isTools = list.kind() == Errand.Kind.LIST;
        if (isTools) {
            expect(
                    !list.items().isEmpty(),
                    Rule.NO_EMPTY_LIST_IS_A_SUCCESS,
                    list + " was answered with nothing");
            list.items().forEach(item -> mayBeListed(list, item));
        }
        var found = new LinkedHashMap<String, Site>();
        list.items().forEach(item -> found.put(keyOf(item), siteOf(item)));
        var wanted = wanted(list);
        wanted.forEach((key, site) -> isThere(list, key, site, found));
        if (list.isCalm()) {
            expect(list.away().isEmpty(), Rule.LISTS_ARE_WHOLE, list + " misses " + list.away());
            var keys = list.items().stream().map(ListJudge::keyOf).toList();
            boolean isKnown = world.placed().stream().allMatch(one -> servedBy(list, one) != null);
            expect(
                    !isKnown || keys.equals(List.copyOf(wanted.keySet())),
                    Rule.LISTS_ARE_WHOLE,
                    list + " is " + shown(list) + " and not " + wanted.keySet());
        }
    }

    private void mayBeListed(Errand list, Json item) {
        var site = siteOf(item);
        if (site == null) {
            expect(false, Rule.LISTS_ARE_WHOLE, list + " has what nobody has: " + item);
            return;
        }
        var tool = String.valueOf(item.text("description")).split(" ", -1)[1];
        var now = named(site, world.placedSince(list.sentAt()));
        expect(
                !now.isEmpty(),
                Rule.THE_REMOVED_IS_LEFT_ALONE,
                list + " has " + tool + " of " + site.tag() + ", which has gone");
        expect(
                now.isEmpty() || now.stream().anyMatch(one -> one.shows(tool)),
                Rule.THE_HIDDEN_IS_OUT_OF_REACH,
                list + " has " + tool + " of " + site.tag());
        expect(
                now.isEmpty() || now.stream().anyMatch(one -> one.shown(tool).equals(keyOf(item))),
                Rule.LISTS_ARE_WHOLE,
                list + " has " + tool + " of " + site.tag() + " as " + keyOf(item));
    }

    private static List<Placed> named(Site site, Stream<Placed> placed) {
        return placed.filter(one -> one.site().name().equals(site.name())).toList();
    }

    private void isThere(Errand list, String key, Site site, Map<String, Site> found) {
        if (!found.containsKey(key)) {
            expect(false, Rule.LISTS_ARE_WHOLE, list + " misses " + key + " of " + site.tag());
            return;
        }
        expect(
                site.equals(found.get(key)),
                Rule.THE_FIRST_IN_THE_FILE_WINS,
                list + " has " + key + " not of " + site.tag());
    }

    /**
     * What must be listed, by whom, as far as that is certain: of servers that were the same all
     * the time and are not named as away, what no server before them can have.
     */
    private Map<String, Site> wanted(Errand list) {
        boolean isTools = list.kind() == Errand.Kind.LIST;
        var wanted = new LinkedHashMap<String, Site>();
        var doubtful = new ArrayList<String>();
        for (var placed : world.placed()) {
            var served = servedBy(list, placed);
            var site = served == null ? placed.site() : served;
            if (served == null || !isCertain(list, placed, site)) {
                doubtful.addAll(perhaps(placed, isTools));
                continue;
            }
            for (var thing : isTools ? site.everTools() : site.uris()) {
                if (isTools && (!placed.shows(thing) || !site.tools().contains(thing))) {
                    continue;
                }
                var key = isTools ? placed.shown(thing) : thing;
                if (!isTools && wanted.containsKey(key)) {
                    key = site.name() + "+" + thing;
                }
                if (!doubtful.contains(key)) {
                    wanted.putIfAbsent(key, site);
                }
            }
        }
        return wanted;
    }

    /** What a server may show, or one of its name whose last lists it has taken over. */
    private List<String> perhaps(Placed placed, boolean isTools) {
        return world.sites().stream()
                .filter(site -> site.name().equals(placed.site().name()))
                .flatMap(site -> (isTools ? site.everTools() : site.uris()).stream())
                .map(thing -> isTools ? placed.shown(thing) : thing)
                .toList();
    }

    /**
     * A session that was there before goes on with the server that it has; null if nothing in the
     * list says which that is.
     */
    private @Nullable Site servedBy(Errand list, Placed placed) {
        var candidates =
                world.sites().stream()
                        .filter(site -> site.name().equals(placed.site().name()))
                        .filter(site -> site.equals(placed.site()) || list.visitor().mayKnow(site))
                        .toList();
        var shown = list.items().stream().map(this::siteOf).filter(Objects::nonNull).toList();
        return candidates.size() == 1
                ? candidates.getFirst()
                : candidates.stream().filter(shown::contains).findFirst().orElse(null);
    }

    private boolean isCertain(Errand list, Placed placed, Site site) {
        boolean isFirst = site.equals(placed.site()) && !hasOlder(placed);
        return list.isCalm()
                || (world.reloadedAt() < list.sentAt()
                        && isFirst
                        && !list.away().contains(site.name())
                        && site.changedAt() < list.sentAt());
    }

    private boolean hasOlder(Placed placed) {
        return world.sites().stream()
                .anyMatch(one ->
                        one.name().equals(placed.site().name()) && !one.equals(placed.site()));
    }

    /** Whether a list may fail: if no server can be asked, or it has changed between two pages. */
    boolean mayFail(Errand list, RpcError error) {
        boolean isStale = error.code() == ErrorCode.INVALID_PARAMS && !list.items().isEmpty();
        return !list.isCalm()
                && (isStale
                        || list.placed().stream().noneMatch(one -> world.isSteady(one.site()))
                        || list.placed().stream().noneMatch(one -> world.placed().contains(one)));
    }
}

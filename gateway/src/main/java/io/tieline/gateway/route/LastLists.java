package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last that any client has heard of the lists of one server. They are kept by the revision in
 * which they were asked for, since an older one cannot say everything. The bytes are charged to the
 * server's account. Safe for use by several threads.
 */
final class LastLists {

    /**
     * A list.
     *
     * @param isOwn whether the server has listed it by the settings that it has now
     */
    private record Listed(Catalogue catalogue, long at, boolean isOwn) {}

    /** What was listed in another revision, as this one can hold it. */
    private record Translated(Catalogue original, Catalogue catalogue) {}

    private record Key(ListKind kind, Revision revision) {}

    private final Timers timers;
    private final Duration grace;
    private final Views views;
    private final KeptCatalogues kept;
    private final Map<Key, Listed> last = new ConcurrentHashMap<>(0);
    private final Map<Key, Translated> translated = new ConcurrentHashMap<>(0);

    private volatile boolean closed;

    LastLists(Timers timers, Duration grace, Views views, KeptCatalogues kept) {
        this.timers = timers;
        this.grace = grace;
        this.views = views;
        this.kept = kept;
    }

    /** What it has listed last, however long ago; null if it never did. */
    @Nullable Catalogue lastListed(ListKind kind, Revision revision) {
        var listed = last.get(new Key(kind, revision));
        return listed == null ? null : listed.catalogue();
    }

    /**
     * What it has listed last, whoever asked for it; null if nobody has, or the server is away for
     * too long. What was listed in another revision only is shown as far as this one can hold it.
     */
    @Nullable Catalogue lastGood(ListKind kind, Revision revision) {
        var from = heldBy(kind, revision);
        var listed = from == null ? null : last.get(new Key(kind, from));
        return from == null || listed == null
                ? null
                : translated(kind, listed.catalogue(), from, revision);
    }

    /** The revision in which there is a list that is not too old: this one, else the newest. */
    private @Nullable Revision heldBy(ListKind kind, Revision revision) {
        if (isGood(kind, revision)) {
            return revision;
        }
        var all = Revision.values();
        for (int i = all.length - 1; i >= 0; i--) {
            if (isGood(kind, all[i])) {
                return all[i];
            }
        }
        return null;
    }

    private boolean isGood(ListKind kind, Revision revision) {
        var listed = last.get(new Key(kind, revision));
        return listed != null && !isOlder(listed, grace.toNanos());
    }

    /** Made once for each list, since views are told apart by what they are made of. */
    private Catalogue translated(ListKind kind, Catalogue listed, Revision from, Revision to) {
        if (from == to || kind != ListKind.TOOLS) {
            return listed;
        }
        var known = translated.get(new Key(kind, to));
        if (known != null && isOf(known, listed)) {
            return known.catalogue();
        }
        var made =
                translated.compute(
                        new Key(kind, to),
                        (_, before) -> {
                            if (before != null && isOf(before, listed)) {
                                return before;
                            }
                            letGo(before);
                            var other = listed.translated(from, to);
                            return !closed && kept.hold(other)
                                    ? new Translated(listed, other)
                                    : null;
                        });
        return made == null ? listed.translated(from, to) : made.catalogue();
    }

    @SuppressWarnings("ReferenceEquality") // the very list from which it was made
    private static boolean isOf(Translated one, Catalogue listed) {
        return one.original() == listed;
    }

    private void letGo(@Nullable Translated one) {
        if (one != null) {
            kept.release(one.catalogue());
        }
    }

    /** Until when that is so, in nanoseconds of the timers; where there is none, far from now. */
    long goodUntil(ListKind kind, Revision revision) {
        var from = heldBy(kind, revision);
        var listed = from == null ? null : last.get(new Key(kind, from));
        return listed == null
                ? timers.nanoTime() + Long.MAX_VALUE / 2
                : listed.at() + grace.toNanos();
    }

    /** Whether somebody has had this list of it within this time. */
    boolean wasListedWithin(ListKind kind, Revision revision, long nanos) {
        var listed = last.get(new Key(kind, revision));
        return listed != null && listed.isOwn() && !isOlder(listed, nanos);
    }

    private boolean isOlder(Listed listed, long nanos) {
        return timers.nanoTime() - listed.at() > nanos;
    }

    /**
     * It has just listed this. Where there is no room for the list it is not kept.
     *
     * @return the same, or the one that is kept already and says the same
     */
    Catalogue listed(ListKind kind, Revision revision, Catalogue fresh) {
        long now = timers.nanoTime();
        var known =
                last.compute(
                        new Key(kind, revision),
                        (_, before) -> {
                            if (before != null && before.catalogue().saysTheSame(fresh)) {
                                return new Listed(before.catalogue(), now, true);
                            }
                            views.changed();
                            if (before != null) {
                                kept.release(before.catalogue());
                            }
                            return !closed && kept.hold(fresh)
                                    ? new Listed(fresh, now, true)
                                    : null;
                        });
        forgetTranslated(new Key(kind, revision));
        return known == null ? fresh : known.catalogue();
    }

    /**
     * What these know is good until the server lists anew: they are those of the same server by the
     * settings that it had, and are shown in the same words.
     */
    void inherit(LastLists others) {
        others.last.forEach((key, listed) ->
                last.computeIfAbsent(
                        key,
                        _ ->
                                kept.hold(listed.catalogue())
                                        ? new Listed(listed.catalogue(), listed.at(), false)
                                        : null));
    }

    private void forgetTranslated(Key key) {
        translated.computeIfPresent(
                key,
                (_, one) -> {
                    letGo(one);
                    return null;
                });
    }

    /** Nothing is kept any longer. */
    void close() {
        closed = true;
        translated.keySet().forEach(this::forgetTranslated);
        last.keySet()
                .forEach(key ->
                        last.computeIfPresent(
                                key,
                                (_, listed) -> {
                                    kept.release(listed.catalogue());
                                    return null;
                                }));
    }
}

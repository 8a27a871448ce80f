package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One server of a federation, and the last that any client has heard of its lists: by that a call
 * finds it before its client has listed anything, and it is shown while it is away. Lists are kept
 * by the revision in which they were asked for, since an older one cannot say everything. The bytes
 * are charged to the server's account. Safe for use by several threads.
 */
final class MountedServer implements Catalogue.Showing {

    private static final String TASKS = "io.modelcontextprotocol/tasks";

    /** What is known of it by this that the server has said of itself. */
    private record Tasks(@Nullable Json seen, boolean has) {}

    private record Listed(Catalogue catalogue, long at) {}

    private record Key(ListKind kind, Revision revision) {}

    private final Mount mount;
    private final Naming naming;
    private final FederationSettings settings;
    private final Timers timers;
    private final Views views;
    private final KeptCatalogues kept;
    private final Map<Key, Listed> last = new ConcurrentHashMap<>(0);

    private volatile boolean closed;

    // Found out for each call; twice at the worst.
    private volatile @Nullable Tasks tasks;

    MountedServer(Mount mount, FederationSettings settings, Timers timers, Views views) {
        this.mount = mount;
        this.naming = new Naming(mount.prefix(), settings.maxName(), settings.reserve());
        this.settings = settings;
        this.timers = timers;
        this.views = views;
        this.kept = new KeptCatalogues(mount.gateway().account());
    }

    Mount mount() {
        return mount;
    }

    /** Whether clients see the other in the same words. */
    boolean isShownAs(MountedServer other) {
        return mount.prefix().equals(other.mount.prefix())
                && mount.exposure().equals(other.mount.exposure());
    }

    String name() {
        return mount.name();
    }

    /** What the server said of itself when it was last opened; null if it never was. */
    @Nullable Json seen() {
        return mount.gateway().lastSeen();
    }

    /** The same with all that it can do, of which clients with a session are not told all. */
    @Nullable Json discovered() {
        var seen = seen();
        var capabilities = mount.gateway().lastCapabilities();
        return seen == null || capabilities == null
                ? seen
                : seen.with("capabilities", capabilities);
    }

    /**
     * Whether the names of its tools and prompts begin like this one; without a prefix they do not.
     * Says how long to wait, and never where a call goes.
     */
    boolean namesBeginLike(String name) {
        return !naming.prefix().isEmpty() && name.startsWith(naming.full(""));
    }

    /** Whether it may have things of this kind: one that was never seen may have anything. */
    boolean mayHave(ListKind kind) {
        var seen = seen();
        return seen == null || !kind.isMissingIn(seen);
    }

    /** Whether the server has shown a capability; one that was never seen has shown none. */
    boolean can(String... path) {
        var seen = seen();
        var found = seen == null ? null : seen.part("capabilities").at(path);
        return found != null && !found.isFalse();
    }

    /** Whether it may run calls as tasks (revision 2025-11-25, or the extension). */
    @SuppressWarnings("ReferenceEquality") // the very words: asked for with each call
    boolean hasTasks() {
        var seen = seen();
        var known = tasks;
        if (seen == null || known == null || known.seen() != seen) {
            known = new Tasks(seen, declaresTasks());
            tasks = known;
        }
        return known.has();
    }

    /** What it has listed last, however long ago; null if it never did. */
    @Nullable Catalogue lastListed(ListKind kind, Revision revision) {
        var listed = last.get(new Key(kind, revision));
        return listed == null ? null : listed.catalogue();
    }

    /**
     * What it has listed last, whoever asked for it; null if nobody has, or the server is away for
     * too long.
     */
    @Nullable Catalogue lastGood(ListKind kind, Revision revision) {
        var listed = last.get(new Key(kind, revision));
        return listed == null || isOlder(listed, settings.grace().toNanos())
                ? null
                : listed.catalogue();
    }

    private boolean declaresTasks() {
        var known = mount.gateway().lastCapabilities();
        return known != null
                && (known.get("tasks") != null || known.at("extensions", TASKS) != null);
    }

    /** Until when that is so, in nanoseconds of the timers; where there is none, far from now. */
    long goodUntil(ListKind kind, Revision revision) {
        var listed = last.get(new Key(kind, revision));
        long grace = settings.grace().toNanos();
        return listed == null || isOlder(listed, grace)
                ? timers.nanoTime() + Long.MAX_VALUE / 2
                : listed.at() + grace;
    }

    /** Whether somebody has had this list of it within this time. */
    boolean wasListedWithin(ListKind kind, Revision revision, long nanos) {
        var listed = last.get(new Key(kind, revision));
        return listed != null && !isOlder(listed, nanos);
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
                                return new Listed(before.catalogue(), now);
                            }
                            views.changed();
                            if (before != null) {
                                kept.release(before.catalogue());
                            }
                            return !closed && kept.hold(fresh) ? new Listed(fresh, now) : null;
                        });
        return known == null ? fresh : known.catalogue();
    }

    /** A client keeps what it has been listed, until it lets go of that. */
    KeptCatalogues kept() {
        return kept;
    }

    /** Nothing is kept any longer. */
    void close() {
        closed = true;
        last.keySet()
                .forEach(key ->
                        last.computeIfPresent(
                                key,
                                (_, listed) -> {
                                    kept.release(listed.catalogue());
                                    return null;
                                }));
    }

    @Override
    public Catalogue.@Nullable Entry entry(ListKind kind, Json listed) {
        return switch (kind) {
            case TOOLS -> tool(listed);
            case PROMPTS -> prompt(listed);
            case RESOURCES, TEMPLATES -> resource(kind, listed);
        };
    }

    private Catalogue.@Nullable Entry tool(Json listed) {
        var tool = ExposedTool.of(listed, mount.exposure());
        if (tool == null) {
            return null;
        }
        var shown = naming.shown(tool.definition()).detached();
        var name = naming.shown(tool.name());
        return settings.tools().admits(name, Tags.of(shown))
                ? new Catalogue.Entry(tool.nativeName(), tool.name(), name, shown, tool)
                : null;
    }

    private Catalogue.@Nullable Entry prompt(Json listed) {
        var own = listed.text("name");
        if (own == null || !mount.exposure().prompts().admits(own, Tags.of(listed))) {
            return null;
        }
        var name = naming.shown(own);
        var shown = naming.shown(listed).detached();
        return settings.prompts().admits(name, Tags.of(listed))
                ? new Catalogue.Entry(own, own, name, shown, null)
                : null;
    }

    private Catalogue.@Nullable Entry resource(ListKind kind, Json listed) {
        var uri = listed.text(kind.key());
        return uri != null && isShown(uri, listed)
                ? new Catalogue.Entry(uri, uri, uri, listed.detached(), null)
                : null;
    }

    private boolean isShown(String uri, Json listed) {
        var tags = Tags.of(listed);
        return mount.exposure().resources().admits(uri, tags)
                && settings.resources().admits(uri, tags);
    }

    /** Whether its list says of resources that they are hidden, which their URIs do not say. */
    boolean hidesByTags() {
        return !mount.exposure().resources().excludeTags().isEmpty()
                || !settings.resources().excludeTags().isEmpty();
    }

    /** Whether a resource that is not listed may be reached by its URI. */
    @Override
    public boolean isReachable(String uri) {
        return mount.exposure().resources().admits(uri, Set.of())
                && settings.resources().admits(uri, Set.of());
    }
}

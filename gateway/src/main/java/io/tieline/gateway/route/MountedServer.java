package io.tieline.gateway.route;

import io.tieline.session.Timers;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One server of a federation, and the {@linkplain LastLists last that any client has heard} of its
 * lists: by that a call finds it before its client has listed anything, and it is shown while it is
 * away. Safe for use by several threads.
 */
final class MountedServer implements Catalogue.Showing {

    private static final String TASKS = "io.modelcontextprotocol/tasks";

    /** What is known of it by this that the server has said of itself. */
    private record Tasks(@Nullable Json seen, boolean has) {}

    private final Mount mount;
    private final Naming naming;
    private final FederationSettings settings;
    private final KeptCatalogues kept;
    private final LastLists lists;

    // Found out for each call; twice at the worst.
    private volatile @Nullable Tasks tasks;

    MountedServer(Mount mount, FederationSettings settings, Timers timers, Views views) {
        this.mount = mount;
        this.naming = new Naming(mount.prefix(), settings.maxName(), settings.reserve());
        this.settings = settings;
        this.kept = new KeptCatalogues(mount.gateway().account());
        this.lists = new LastLists(timers, settings.grace(), views, kept);
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

    /** Whether its names are shown as they are. */
    boolean hasNoPrefix() {
        return naming.prefix().isEmpty();
    }

    /** Whether it may have things of this kind: one that was never seen may have anything. */
    boolean mayHave(ListKind kind) {
        var seen = seen();
        return seen == null
                || (kind.isOfExtension() ? declares(kind.capability()) : !kind.isMissingIn(seen));
    }

    /**
     * Whether it has declared a capability of this name, or an extension: {@code
     * io.modelcontextprotocol/skills} is {@code skills}. One that was never seen has declared none.
     */
    boolean declares(String family) {
        var known = mount.gateway().lastCapabilities();
        if (known == null) {
            return false;
        }
        return known.get(family) != null
                || known.at("experimental", family) != null
                || known.part("extensions").members().stream()
                        .map(Json.Member::name)
                        .anyMatch(name -> name.equals(family) || name.endsWith("/" + family));
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
        return lists.lastListed(kind, revision);
    }

    /**
     * What it has listed last, whoever asked for it; null if nobody has, or the server is away for
     * too long. What was listed in another revision only is shown as far as this one can hold it.
     */
    @Nullable Catalogue lastGood(ListKind kind, Revision revision) {
        return lists.lastGood(kind, revision);
    }

    /** Until when that is so, in nanoseconds of the timers; where there is none, far from now. */
    long goodUntil(ListKind kind, Revision revision) {
        return lists.goodUntil(kind, revision);
    }

    /** Whether somebody has had this list of it within this time. */
    boolean wasListedWithin(ListKind kind, Revision revision, long nanos) {
        return lists.wasListedWithin(kind, revision, nanos);
    }

    /**
     * It has just listed this. Where there is no room for the list it is not kept.
     *
     * @return the same, or the one that is kept already and says the same
     */
    Catalogue listed(ListKind kind, Revision revision, Catalogue fresh) {
        return lists.listed(kind, revision, fresh);
    }

    private boolean declaresTasks() {
        var known = mount.gateway().lastCapabilities();
        return known != null
                && (known.get("tasks") != null || known.at("extensions", TASKS) != null);
    }

    /**
     * It takes the place of this one, or comes back after it: what was known of that one's lists is
     * known until it lists itself, unless it is shown in other words.
     */
    void follow(MountedServer before) {
        if (isShownAs(before)) {
            lists.inherit(before.lists);
        }
    }

    /** A client keeps what it has been listed, until it lets go of that. */
    KeptCatalogues kept() {
        return kept;
    }

    /** Nothing is kept any longer. */
    void close() {
        lists.close();
    }

    @Override
    public Catalogue.@Nullable Entry entry(ListKind kind, Json listed) {
        return switch (kind) {
            case TOOLS -> tool(listed);
            case PROMPTS -> prompt(listed);
            case RESOURCES, TEMPLATES, SKILLS -> resource(kind, listed);
            case EVENTS -> event(listed);
        };
    }

    private Catalogue.@Nullable Entry tool(Json listed) {
        var named = mount.gateway().named(listed, naming::shown);
        var tool = ExposedTool.of(named, mount.exposure());
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

    private Catalogue.@Nullable Entry event(Json listed) {
        var own = listed.text("name");
        return own == null
                ? null
                : new Catalogue.Entry(
                        own, own, naming.shown(own), naming.shown(listed).detached(), null);
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

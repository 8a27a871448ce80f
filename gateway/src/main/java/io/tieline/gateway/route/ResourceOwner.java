package io.tieline.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server of a resource: who lists its URI, else who has a template that makes it, else who has
 * named it to this client. What a server hides is found in none of these ways.
 *
 * @param uri the server's own, which is the client's but for a second owner
 */
record ResourceOwner(MountedServer server, String uri) {

    private static final String PAGES = "ui://";

    /** The server of what a client calls by this URI; null if it is nobody's that is known. */
    static @Nullable ResourceOwner of(Party party, String uri) {
        var resources = party.view(ListKind.RESOURCES);
        var listed = resources.owner(uri);
        if (listed != null) {
            return new ResourceOwner(listed.server(), listed.entry().nativeKey());
        }
        var unlisted = unlisted(party, uri);
        return unlisted != null && resources.admits(unlisted.server(), unlisted.uri())
                ? unlisted
                : null;
    }

    private static @Nullable ResourceOwner unlisted(Party party, String uri) {
        var made = party.view(ListKind.TEMPLATES).ownerByTemplate(uri);
        if (made != null) {
            return made;
        }
        var page = uri.startsWith(PAGES) ? party.view(ListKind.TOOLS).ownerOfPage(uri) : null;
        var server = page == null ? party.learned(uri) : page;
        return server == null ? null : new ResourceOwner(server, uri);
    }

    /** A server may have resources that it does not list: one that alone has any, has all. */
    static @Nullable ResourceOwner only(Party party, List<MountedServer> all, String uri) {
        var having = all.stream().filter(server -> server.mayHave(ListKind.RESOURCES)).toList();
        return having.size() == 1 && party.view(ListKind.RESOURCES).admits(having.getFirst(), uri)
                ? new ResourceOwner(having.getFirst(), uri)
                : null;
    }

    /** The URI under which a client knows what this server calls by its own. */
    static String shown(Party party, MountedServer server, String uri) {
        var listed = party.view(ListKind.RESOURCES).shownUri(server, uri);
        return listed == null ? party.view(ListKind.TEMPLATES).madeUri(server, uri) : listed;
    }
}

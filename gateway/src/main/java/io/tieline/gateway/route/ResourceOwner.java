package io.tieline.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server of a resource: who lists its URI, else who lists the skill of which it is a part
 * (extension {@code io.modelcontextprotocol/skills}), else who has a template that makes it, else
 * who has named it to this client. What a server hides is found in none of these ways.
 *
 * @param uri the server's own, which is the client's but for a second owner
 */
record ResourceOwner(MountedServer server, String uri) {

    private static final String PAGES = "ui://";

    /** How the URI of a skill ends; its files stand beside and below it. */
    static final String SKILL = "/SKILL.md";

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
        var file = party.view(ListKind.SKILLS).ownerOfFile(uri);
        if (file != null) {
            return file;
        }
        var made = party.view(ListKind.TEMPLATES).ownerByTemplate(uri);
        if (made != null) {
            return made;
        }
        var page = uri.startsWith(PAGES) ? party.view(ListKind.TOOLS).ownerOfPage(uri) : null;
        var server = page == null ? learned(party, uri) : page;
        return server == null ? null : new ResourceOwner(server, uri);
    }

    /** Whoever has named a skill has named its files. */
    private static @Nullable MountedServer learned(Party party, String uri) {
        var server = party.learned(uri);
        int end = uri.length() > LearnedUris.LONGEST ? -1 : uri.length();
        while (server == null && end > 0) {
            server = party.learned(uri.substring(0, end) + SKILL);
            end = uri.lastIndexOf('/', end - 1);
        }
        return server;
    }

    /** A server may have resources that it does not list: one that alone has any, has all. */
    static @Nullable ResourceOwner only(
            Party party, List<MountedServer> all, ListKind kind, String uri) {
        var having = all.stream().filter(server -> server.mayHave(kind)).toList();
        return having.size() == 1 && party.view(ListKind.RESOURCES).admits(having.getFirst(), uri)
                ? new ResourceOwner(having.getFirst(), uri)
                : null;
    }

    /** The URI under which a client knows what this server calls by its own. */
    static String shown(Party party, MountedServer server, String uri) {
        var listed = party.view(ListKind.RESOURCES).shownUri(server, uri);
        var shown = listed == null ? party.view(ListKind.SKILLS).shownFile(server, uri) : listed;
        return shown == null ? party.view(ListKind.TEMPLATES).madeUri(server, uri) : shown;
    }
}

package io.tieline.gateway.route;

import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.client.Branch;
import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drains one list of one server in the name of a client, page by page (all revisions,
 * "Pagination"). On the client's strand.
 */
final class CatalogueFetch implements Branch.Listener {

    /** Hears what comes of it, once. */
    interface Listener {
        void fetched(Catalogue catalogue);

        void failed(RpcError error);
    }

    private static final int MOST_PAGES = 1_000;
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Party party;
    private final MountedServer server;
    private final ListKind kind;
    private final Listener listener;
    private final List<Json> pages = new ArrayList<>(1);
    private final Set<String> cursors = new HashSet<>(0);
    private final Holding room;
    private long bytes;
    private Exchange.@Nullable Cancellation asked;
    private boolean over;

    private CatalogueFetch(Party party, MountedServer server, ListKind kind, Listener listener) {
        this.party = party;
        this.server = server;
        this.kind = kind;
        this.listener = listener;
        this.room = new Holding(server.mount().gateway().account(), Budget.Use.KEPT);
    }

    /** Begins; the listener may hear of the end before this returns. */
    static CatalogueFetch begin(
            Party party, MountedServer server, ListKind kind, Listener listener) {
        var fetch = new CatalogueFetch(party, server, kind, listener);
        if (server.mayHave(kind)) {
            fetch.page(null);
        } else {
            fetch.done(Catalogue.NOTHING);
        }
        return fetch;
    }

    /** Takes it back; the listener hears nothing more. */
    void cancel() {
        over = true;
        room.hold(0);
        if (asked != null) {
            asked.cancelled(null);
        }
    }

    private void page(@Nullable String cursor) {
        var params = cursor == null ? Json.EMPTY_OBJECT : Json.object("cursor", cursor);
        asked = party.ask(server, kind.method(), params, this);
    }

    @Override
    public void told(Notification notification) {
        // A list says nothing on its way.
    }

    @Override
    public void answered(Response response) {
        if (over) {
            return;
        }
        switch (response) {
            case Result result -> took(result.result());
            case Failure failure when failure.error().code() == ErrorCode.METHOD_NOT_FOUND ->
                    done(Catalogue.NOTHING);
            case Failure failure -> failed(failure.error());
        }
    }

    private void took(Json page) {
        pages.add(page);
        bytes += page.length();
        var next = page.get("nextCursor");
        if (next == null || next.isNull()) {
            done(Catalogue.of(kind, pages, server));
        } else if (!next.isString() || !cursors.add(next.asString())) {
            broken("gives a cursor that does not advance");
        } else if (pages.size() >= MOST_PAGES) {
            broken("has more than " + MOST_PAGES + " pages");
        } else if (bytes > MOST_BYTES) {
            broken("is longer than " + MOST_BYTES + " bytes");
        } else if (!room.hold(bytes)) {
            var why = "There is no room for the list of " + kind.member() + " of " + server.name();
            failed(new LinkFailure(LinkFailure.Kind.OVERLOADED, why, Executed.YES));
        } else {
            page(next.asString());
        }
    }

    private void broken(String how) {
        var why = "The list of " + kind.member() + " of backend " + server.name() + " " + how;
        failed(new LinkFailure(LinkFailure.Kind.BROKE_PROTOCOL, why, Executed.YES));
    }

    private void failed(LinkFailure failure) {
        failed(failure.error(server.name(), "call"));
    }

    private void done(Catalogue catalogue) {
        over = true;
        room.hold(0);
        listener.fetched(server.listed(kind, party.client().revision(), catalogue));
    }

    private void failed(RpcError error) {
        over = true;
        room.hold(0);
        listener.failed(error);
    }
}

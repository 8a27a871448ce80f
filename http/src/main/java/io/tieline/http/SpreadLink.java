package io.tieline.http;

import io.netty.channel.EventLoop;
import io.tieline.session.Link;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A link that stays on the loop on which it was opened as long as it is a session. Once it is known
 * that each request stands for itself (revision 2026-07-28), each goes out on the loop on which it
 * came, so that client and backend connection meet there and one link of many clients does not wait
 * for one loop. Like any link, it is used by one thread at a time.
 */
final class SpreadLink implements Link {

    private final Link first;
    private final Supplier<@Nullable EventLoop> here;
    private final Function<EventLoop, Link> branch;
    private final Map<EventLoop, Link> branches = new HashMap<>(2);
    private boolean spreads;

    /**
     * A link that has not been opened.
     *
     * @param loop the loop of the first link
     * @param here the loop on whose thread this is called; null on any other thread
     * @param branch opens a link of the same kind on another loop
     */
    SpreadLink(
            EventLoop loop,
            Link first,
            Supplier<@Nullable EventLoop> here,
            Function<EventLoop, Link> branch) {
        this.first = first;
        this.here = here;
        this.branch = branch;
        branches.put(loop, first);
    }

    @Override
    public void opened(Revision revision) {
        spreads = revision.isStateless();
        first.opened(revision);
    }

    @Override
    public void request(Request request, Stream stream) {
        var loop = spreads ? here.get() : null;
        var link = loop == null ? first : branches.computeIfAbsent(loop, this::branch);
        link.request(request, stream);
    }

    private Link branch(EventLoop loop) {
        var link = branch.apply(loop);
        link.opened(Revision.STATELESS);
        return link;
    }

    @Override
    public void send(Message message) {
        first.send(message);
    }

    // A link leaves alone what is another one's.

    @Override
    public void release(Stream stream) {
        branches.values().forEach(link -> link.release(stream));
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        branches.values().forEach(link -> link.press(stream, tooMuch));
    }

    @Override
    public boolean attributes() {
        return first.attributes();
    }

    @Override
    public void close() {
        branches.values().forEach(Link::close);
    }
}

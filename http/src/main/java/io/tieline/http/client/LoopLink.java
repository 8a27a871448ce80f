package io.tieline.http.client;

import io.netty.channel.EventLoop;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes everything that is asked of a link to the link's event loop. Whoever is on that loop
 * already goes on without a detour, unless something asked before is still on its way there: the
 * order is kept.
 */
final class LoopLink implements Link {

    private final EventLoop loop;
    // Written on the loop, read anywhere.
    private volatile Link link;
    private final LinkEnd end;
    private final LinkFailure loopsClosed;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    LoopLink(EventLoop loop, Link link, LinkEnd end, LinkFailure loopsClosed) {
        this.loop = loop;
        this.link = link;
        this.end = end;
        this.loopsClosed = loopsClosed;
    }

    @Override
    public void request(Request request, Stream stream) {
        if (!run(() -> link.request(request, stream))) {
            stream.failed(loopsClosed);
        }
    }

    @Override
    public void send(Message message) {
        run(() -> link.send(message));
    }

    @Override
    public void release(Stream stream) {
        run(() -> link.release(stream));
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        run(() -> link.press(stream, tooMuch));
    }

    @Override
    public void opened(Revision revision) {
        run(() -> {
            link.opened(revision);
            if (link instanceof DetectingLink detecting) {
                link = detecting.current(); // from now on it stays what it is
            }
        });
    }

    @Override
    public boolean attributes() {
        return link.attributes();
    }

    @Override
    public void close() {
        boolean runs =
                run(() -> {
                    link.close();
                    end.leave();
                });
        if (!runs) {
            end.leave();
        }
    }

    /** Closes it in a later turn of the loop, and its listener hears of it. */
    void end(LinkFailure why) {
        runLater(() -> {
            link.close();
            end.closed(why, Set.of());
        });
    }

    /** Runs the task on the loop; false if the loop has been closed. */
    private boolean run(Runnable task) {
        if (loop.inEventLoop() && onTheirWay.get() == 0) {
            task.run();
            return true;
        }
        return runLater(task);
    }

    private boolean runLater(Runnable task) {
        onTheirWay.incrementAndGet();
        try {
            loop.execute(() -> {
                onTheirWay.decrementAndGet();
                task.run();
            });
            return true;
        } catch (RejectedExecutionException closed) {
            onTheirWay.decrementAndGet();
            return false;
        }
    }
}

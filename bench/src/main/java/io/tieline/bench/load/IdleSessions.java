package io.tieline.bench.load;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.bench.Loops;
import io.tieline.wire.Message;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in which nothing happens: opened, and from then on left alone; with the GET stream of
 * each open on a connection of its own, or without any connection. For use by one thread.
 */
public final class IdleSessions implements AutoCloseable {

    /** So many are opened at a time, so that the opening itself needs little. */
    private static final int AT_ONCE = 16;

    private static final Work WORK = new Work(Work.Kind.ECHO, 0, false);
    private static final int HTTP_OK = 200;

    private final Loops loops;
    private final EventLoop loop;
    private final URI to;
    private final boolean streams;
    private final int tools;
    private final Duration patience;
    private final List<Idle> all = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private CompletableFuture<@Nullable Void> opened = CompletableFuture.completedFuture(null);
    private int wanted;
    private int begun;
    private int ready;

    /**
     * None yet.
     *
     * @param streams whether each has its GET stream open
     * @param patience for all that are opened in one go
     */
    public IdleSessions(Loops loops, URI to, boolean streams, Duration patience) {
        this(loops, to, streams, 0, patience);
    }

    private IdleSessions(Loops loops, URI to, boolean streams, int tools, Duration patience) {
        this.loops = loops;
        this.loop = loops.group().next();
        this.to = to;
        this.streams = streams;
        this.tools = tools;
        this.patience = patience;
    }

    /**
     * None yet, of those that list all tools before nothing more happens in them.
     *
     * @param tools how many there are
     */
    public static IdleSessions thatHaveListed(Loops loops, URI to, int tools, Duration patience) {
        return new IdleSessions(loops, to, false, tools, patience);
    }

    /**
     * Opens more until there are so many.
     *
     * @throws Load.UnusableException if one cannot be opened
     */
    public void growTo(int count) throws InterruptedException, Load.UnusableException {
        var done = new CompletableFuture<@Nullable Void>();
        loop.execute(() -> {
            opened = done;
            wanted = count;
            if (ready == wanted) {
                done.complete(null);
            }
            for (int i = 0; i < AT_ONCE; i++) {
                next();
            }
        });
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new Load.UnusableException(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new Load.UnusableException(
                    "not all of " + count + " sessions opened in " + patience.toSeconds() + " s");
        }
    }

    /** How many GET streams the server has refused or ended, though nobody closed them. */
    public int lost() {
        return closed.get();
    }

    private void next() {
        if (begun < wanted) {
            begun++;
            var idle = new Idle(new Connection(loops, loop, to));
            all.add(idle);
            idle.open();
        }
    }

    private void ready() {
        ready++;
        if (ready == wanted) {
            opened.complete(null);
        }
        next();
    }

    /** Hangs up on all; the sessions stay with the server. */
    @Override
    public void close() {
        loop.execute(() -> {
            wanted = 0;
            all.forEach(idle -> idle.connection.close());
        });
    }

    /** One of them, and what comes on its stream. */
    private final class Idle implements Connection.Reply {

        private final Connection connection;
        private final Session session;

        Idle(Connection connection) {
            this.connection = connection;
            this.session = new Session(WORK, connection);
        }

        void open() {
            session.open(this::opened);
        }

        private void opened(@Nullable String wrong) {
            if (wrong != null) {
                opened.completeExceptionally(new IllegalStateException(wrong));
            } else if (tools > 0) {
                var check = new Check(new Work(Work.Kind.LIST, tools, false), 0, 1, "");
                connection.send("POST", session.headers(), check.request(), new Listed(check));
            } else if (streams) {
                var accepted = "accept: text/event-stream\r\n";
                connection.send("GET", session.onlyIts() + accepted, new byte[0], this);
            } else {
                connection.close();
                ready();
            }
        }

        /** The list that comes once. */
        private final class Listed implements Connection.Reply {

            private final Check check;

            Listed(Check check) {
                this.check = check;
            }

            @Override
            public void message(Message message) {
                var _ = check.hear(message);
            }

            @Override
            public void end(int status, HttpHeaders headers) {
                check.end(status);
                if (check.wrong() != null) {
                    Idle.this.failed(check.wrong());
                } else {
                    connection.close();
                    ready();
                }
            }

            @Override
            public void failed(String why) {
                Idle.this.failed(why);
            }
        }

        @Override
        public void begun(int status) {
            if (status == HTTP_OK) {
                ready();
            }
        }

        @Override
        public void message(Message message) {}

        @Override
        public void end(int status, HttpHeaders headers) {
            failed("HTTP status " + status);
        }

        @Override
        public void failed(String why) {
            closed.incrementAndGet();
            opened.completeExceptionally(
                    new IllegalStateException((tools > 0 ? "a list: " : "a GET stream: ") + why));
        }
    }
}

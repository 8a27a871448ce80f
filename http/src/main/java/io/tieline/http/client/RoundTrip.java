package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response, over as many connections as that takes: a pooled connection
 * that turns out to be dead before a byte has left is replaced, and redirects within the origin are
 * followed. Confined to its event loop.
 */
final class RoundTrip implements ResponseReader {

    /** Writes the request's bytes; called once for each connection and redirect. */
    @FunctionalInterface
    interface Encoder {
        ByteBuf encode(ByteBufAllocator allocator, String target);
    }

    /** Among which a request has its share of the connections, and may have to wait for it. */
    enum Among {
        /** Requests of clients. */
        CALLS,
        /** What a link sends that has no answer of its own: answers to questions, notifications. */
        MESSAGES,
        /** None: there are no more than a few of each link, and some last as long as it. */
        NONE
    }

    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_SENDS = 3;
    private static final int MAX_REDIRECT_BODY = 64 * 1024;

    private final BackendPool pool;
    private final Among among;
    private final Object client;
    private final Encoder encoder;
    private final ResponseReader reader;
    private BackendAddress to;
    private @Nullable BackendConnection connection;
    private @Nullable BackendAddress redirectedTo;
    private int redirectBody;
    private int redirects;
    private int sends;
    private boolean pressed;
    private boolean admitted;
    private boolean departed;
    private boolean over;

    /**
     * @param among what it may have to wait for; what ends another request, or answers a question
     *     of the backend, must never wait behind the calls that wait for it
     * @param client whose share of that limit it takes
     */
    RoundTrip(
            BackendPool pool,
            Among among,
            Object client,
            BackendAddress to,
            Encoder encoder,
            ResponseReader reader) {
        this.pool = pool;
        this.among = among;
        this.client = client;
        this.to = to;
        this.encoder = encoder;
        this.reader = reader;
    }

    Among among() {
        return among;
    }

    /** Whose share of those in flight it takes. */
    Object client() {
        return client;
    }

    /** It counts among the requests in flight from now on, until it is over. */
    void admit() {
        admitted = true;
    }

    boolean isAdmitted() {
        return admitted;
    }

    void start() {
        pool.submit(this);
    }

    /** Stops reading the response, or goes on, on whatever connection it arrives. */
    void press(boolean tooMuch) {
        pressed = tooMuch;
        if (connection != null) {
            connection.press(tooMuch);
        }
    }

    /** Nobody wants the response; the reader hears nothing more. Silent once it is over. */
    void cancel() {
        if (!over) {
            var open = connection;
            finish();
            if (open != null) {
                open.abandon();
            } else {
                pool.withdraw(this);
            }
        }
    }

    ByteBuf encode(ByteBufAllocator allocator) {
        return encoder.encode(allocator, to.target());
    }

    void sentOn(BackendConnection open) {
        connection = open;
        sends++;
        open.press(pressed);
    }

    /** The pool has no connection for this request and will get none. */
    void refused(LinkFailure failure) {
        if (!over) {
            finish();
            reader.failed(failure);
        }
    }

    @Override
    public void departed() {
        if (!departed) {
            departed = true;
            reader.departed();
        }
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        var location = headers.get(HttpHeaderNames.LOCATION);
        if (location == null || status < 300 || status > 399) {
            reader.head(status, headers);
            return;
        }
        var there = to.at(location);
        if (there == null || status < 307 || status > 308 || redirects == MAX_REDIRECTS) {
            cancel();
            reader.failed(pool.faults().redirected(BackendAddress.shown(location)));
            return;
        }
        redirects++;
        redirectBody = 0;
        redirectedTo = there;
    }

    @Override
    public void body(ByteBuf piece) {
        if (redirectedTo == null) {
            reader.body(piece);
            return;
        }
        redirectBody += piece.readableBytes();
        if (redirectBody > MAX_REDIRECT_BODY && connection != null) {
            connection.abandon();
            again(redirectedTo);
        }
    }

    @Override
    public void end() {
        if (redirectedTo != null) {
            again(redirectedTo);
        } else if (!over) {
            finish();
            reader.end();
        }
    }

    private void again(BackendAddress there) {
        connection = null;
        redirectedTo = null;
        sends = 0;
        to = there;
        pool.resubmit(this);
    }

    @Override
    public void failed(LinkFailure failure) {
        connection = null;
        if (over) {
            return;
        }
        if (redirectedTo != null) {
            again(redirectedTo);
        } else if (failure.executed() == Executed.NO && sends < MAX_SENDS) {
            pool.resubmit(this);
        } else {
            finish();
            reader.failed(failure);
        }
    }

    private void finish() {
        over = true;
        connection = null;
        pool.over(this);
    }
}

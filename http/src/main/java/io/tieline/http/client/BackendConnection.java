package io.tieline.http.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.tieline.http.io.Causes;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One open connection to a backend: idle in its pool, or busy with one request (HTTP/1.1, RFC
 * 9112). Confined to its event loop.
 */
final class BackendConnection extends ChannelInboundHandlerAdapter {

    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final int SWITCHING_PROTOCOLS = 101;

    /** So many responses that are none yet may come before the response. */
    private static final int MAX_INTERIM = 100;

    private final BackendPool pool;
    private final Channel channel;
    private final WriteTracker departures;
    private final ResponseDecoder decoder = new ResponseDecoder(this);
    private final DepartureWatch departing;
    private Duration keepAlive;
    private boolean used;
    private boolean pressed;

    // Of the current request.
    private @Nullable RoundTrip reader;
    private long departuresBefore;
    private boolean flushed;
    private boolean departed;
    private boolean reusable;
    private int interim;
    private boolean begun;

    BackendConnection(BackendPool pool, Channel channel, WriteTracker departures) {
        this.pool = pool;
        this.channel = channel;
        this.departures = departures;
        this.departing = new DepartureWatch(pool, channel, departures, this::fail);
        this.keepAlive = pool.limits().keepAlive();
    }

    /** What stands before it in the pipeline. */
    ResponseDecoder decoder() {
        return decoder;
    }

    /** A status line of HTTP has come, whatever its version. */
    void heard() {
        pool.heard();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** Whether there is a request of which something may have left, so that bytes may answer it. */
    boolean isAsked() {
        return reader != null && flushed;
    }

    /**
     * Bytes have come that answer nothing: what comes next would be taken for an answer, so nothing
     * is sent here any more. A request of which nothing has left goes by another connection.
     */
    void outOfStep() {
        fail(cut());
    }

    /**
     * How long this connection may idle: our limit, or what its server announced if that is less.
     */
    Duration keepAlive() {
        return keepAlive;
    }

    /** Sends a request on this idle connection. */
    void send(RoundTrip request) {
        reader = request;
        flushed = false;
        departed = false;
        reusable = false;
        begun = false;
        interim = 0;
        departuresBefore = departures.count();
        request.sentOn(this);
        var written = channel.write(request.encode(channel.alloc()));
        written.addListener(future -> written(written, request));
        flushLater(written);
    }

    /**
     * At the end of this turn of the loop: the system call would take as long as all that has led
     * to it, and whoever wants to use the same session from another loop would have to wait.
     */
    private void flushLater(ChannelFuture written) {
        if (channel.eventLoop().isShuttingDown()) {
            flush(written); // there may be no later
        } else {
            channel.eventLoop().execute(() -> flush(written));
        }
    }

    private void flush(ChannelFuture written) {
        flushed = true;
        channel.flush();
        if (!written.isDone()) {
            departing.begin(departuresBefore);
        }
    }

    private void written(ChannelFuture written, RoundTrip writer) {
        if (reader != writer) {
            return; // Answered or abandoned before it was out.
        }
        departing.end();
        if (written.isSuccess()) {
            departed = true;
            writer.departed();
        } else {
            fail(cut());
        }
    }

    /** Stops reading the response, or goes on. */
    void press(boolean tooMuch) {
        if (tooMuch != pressed) {
            pressed = tooMuch;
            channel.config().setAutoRead(!tooMuch);
        }
    }

    /** Nobody wants the rest of the response; it can only be ended with the connection. */
    void abandon() {
        reader = null;
        departing.end();
        close();
    }

    void close() {
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (reader == null) {
                close(); // Nobody asked; whatever it is, the connection is out of step.
            } else if (((HttpObject) message).decoderResult().isFailure()) {
                var cause = ((HttpObject) message).decoderResult().cause();
                fail(pool.faults().noHttp(Causes.innermost(cause), pool.hasHeard()));
            } else {
                read(message, reader);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(Object message, RoundTrip current) {
        if (message instanceof HttpResponse response) {
            begun = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
            if (begun && isResidue(response)) {
                // A request that has not left whole cannot have run.
                fail(pool.faults().broke("had said something already").executed(Executed.NO));
            } else if (begun) {
                reusable = HttpUtil.isKeepAlive(response);
                announced(response);
                current.head(response.status().code(), response.headers());
            } else {
                interim(response.status().code());
            }
        }
        // A callback may have abandoned this request and even have got a new one sent.
        if (message instanceof HttpContent content && begun && reader == current) {
            if (content.content().isReadable()) {
                current.body(content.content());
            }
            if (message instanceof LastHttpContent && reader == current) {
                ended(current);
            }
        }
    }

    /**
     * Whether this was rather left behind by an earlier exchange: a server may refuse a request
     * before it has all of it, and does not do what it says.
     */
    private boolean isResidue(HttpResponse response) {
        return used && !departed && response.status().codeClass() == HttpStatusClass.SUCCESS;
    }

    private void interim(int status) {
        interim++;
        if (status == SWITCHING_PROTOCOLS) {
            fail(pool.faults().broke("switched to another protocol, for which nobody had asked"));
        } else if (interim > MAX_INTERIM) {
            fail(pool.faults().broke("sent more than " + MAX_INTERIM + " interim responses"));
        }
    }

    private void announced(HttpResponse response) {
        var header = response.headers().get(KEEP_ALIVE);
        int at = header == null ? -1 : header.indexOf("timeout=");
        if (header != null && at >= 0) {
            keepAlive = shorter(pool.limits().keepAlive(), header.substring(at + 8));
        }
    }

    /** A second less than announced, since the announcement takes time to arrive. */
    private static Duration shorter(Duration limit, String announced) {
        int digits = 0;
        while (digits < Math.min(announced.length(), 6)
                && Character.isDigit(announced.charAt(digits))) {
            digits++;
        }
        if (digits == 0) {
            return limit;
        }
        var seconds = Integer.parseInt(announced.substring(0, digits)) - 1;
        var theirs = Duration.ofSeconds(Math.max(0, seconds));
        return theirs.compareTo(limit) < 0 ? theirs : limit;
    }

    private void ended(RoundTrip current) {
        reader = null;
        departing.end();
        if (reusable && departed && !decoder.hasMore() && channel.isActive()) {
            press(false);
            used = true;
            pool.returned(this);
        } else {
            close();
        }
        current.end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.closed(this);
        fail(cut());
    }

    private LinkFailure cut() {
        return pool.faults().cut(departures.count() != departuresBefore, pool.hasHeard());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close();
    }

    private void fail(LinkFailure failure) {
        var waiting = reader;
        reader = null;
        departing.end();
        close();
        if (waiting != null) {
            waiting.failed(failure);
        }
    }
}

package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.tieline.http.io.Fields;
import io.tieline.session.Account;
import io.tieline.session.Authentication;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import io.tieline.session.Timers;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a request together, within the limits, and refuses what may not pass as soon as
 * that is known: before a body is read, or agreed to. Passes on {@link WholeRequest}s. Closes
 * connections on which nothing comes, or too slowly. On the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the pipeline is told of what fails
final class RequestReader extends ChannelInboundHandlerAdapter {

    private enum State {
        WAITING,
        READING,
        ANSWERING,
        DEAF
    }

    private static final byte[] NOTHING = {};
    private static final Principal NOBODY = Principal.of("");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final ListenerContext front;
    private final LoopExecutor lane;
    private final RequestDecoder decoder;
    private final Consumer<byte[]> out;
    private final Account account;
    private final Holding room;
    private State state = State.WAITING;

    // Of the request that is being read; a connection that waits, or streams, keeps neither.
    private @Nullable HttpRequest head;
    private Body body = Body.NONE;

    /** What the head of the request that is being answered takes, in bytes. */
    private int served;

    /** Who sends it, once that is known. */
    private Principal sender = NOBODY;

    /** How long that is known. */
    private Duration good = Identity.Known.ALWAYS;

    /** Under way while it is not known who sends the request that is being read. */
    private @Nullable IdentityInquiry inquiry;

    /** All of it has arrived, before it is known who sends it. */
    private boolean arrived;

    /** Of a request that is refused for its length, until it is known what it was. */
    private @Nullable TooLongBody unread;

    private @Nullable ChannelHandlerContext here;
    private long since;
    private long begun;
    private Timers.@Nullable Alarm idle;
    private Timers.@Nullable Alarm slow;

    /**
     * @param decoder what stands before this in the pipeline
     * @param account what arrives and is not whole is charged to it
     * @param out takes what is said to the client while its request arrives, behind all answers
     */
    RequestReader(
            ListenerContext front,
            LoopExecutor lane,
            RequestDecoder decoder,
            Account account,
            Consumer<byte[]> out) {
        this.front = front;
        this.lane = lane;
        this.decoder = decoder;
        this.account = account;
        this.room = new Holding(account, Budget.Use.ARRIVING);
        this.out = out;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        here = context;
        since = front.timers().nanoTime();
        watchIdle(context, front.settings().limits().idle());
    }

    /** The request that was passed on is answered. */
    void answered() {
        if (state == State.ANSWERING) {
            state = State.WAITING;
            served = 0;
            since = front.timers().nanoTime();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        try {
            if (state != State.DEAF) {
                read(context, (HttpObject) part);
            }
            if (unread != null && part instanceof HttpContent content) {
                look(context, unread, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void read(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpRequest request) {
            head = request;
        }
        if (part.decoderResult().isFailure()) {
            refuse(context, malformed(part.decoderResult().cause()));
            return;
        }
        if (part instanceof HttpRequest request) {
            begin(context, request);
        }
        if (state == State.READING && part instanceof HttpContent content) {
            take(context, content);
        }
    }

    private void look(ChannelHandlerContext context, TooLongBody missed, HttpContent content) {
        if (missed.add(content.content()) || content instanceof LastHttpContent) {
            unread = null;
            context.fireUserEventTriggered(missed);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        state = State.READING;
        arrived = false;
        boolean asks = !front.settings().authentication().equals(Authentication.NONE);
        sender = asks ? NOBODY : Principal.LOCAL;
        good = Identity.Known.ALWAYS;
        body =
                new Body(
                        front.settings().limits().messages().maxBytes(),
                        HttpUtil.getContentLength(request, -1L));
        var refusal = refusal(request, context.channel().localAddress());
        if (refusal != null) {
            refuse(context, refusal);
        } else if (asks && !front.endpoint().isOpen(request.method(), target(request))) {
            identify(context, request);
        } else {
            expect(context, request);
        }
    }

    /** Reads on when it is known who sends the request: until then hardly anything is taken. */
    private void identify(ChannelHandlerContext context, HttpRequest request) {
        var asked = new IdentityInquiry(request, lane, (own, who) -> decided(context, own, who));
        inquiry = asked;
        var head =
                new RequestHead(
                        request.method().name(),
                        target(request).path(),
                        new SentHeaders(request.headers()),
                        String.valueOf(context.channel().remoteAddress()));
        try {
            front.settings().authentication().decide(head, asked);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            inquiry = null;
            front.environment().observer().fault(fault);
            refuse(context, Refusal.of(500, "It could not be found out who sends this request"));
        }
        if (inquiry != null) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void decided(ChannelHandlerContext context, IdentityInquiry asked, Identity identity) {
        if (!asked.equals(inquiry)) {
            return; // it was given up
        }
        inquiry = null;
        context.channel().config().setAutoRead(true);
        switch (identity) {
            case Identity.Refused refused -> refuse(context, asked.request(), refused);
            case Identity.Known known -> {
                sender = known.principal();
                good = known.good();
                expect(context, asked.request());
                if (arrived && state == State.READING) {
                    complete(context);
                }
            }
        }
    }

    /** The reason is no secret and has no part of a credential. */
    private void refuse(
            ChannelHandlerContext context, HttpRequest request, Identity.Refused refused) {
        var what = refused.status() + " " + refused.reason();
        front.log()
                .happened(
                        what,
                        "A request from "
                                + context.channel().remoteAddress()
                                + " is refused: "
                                + CountedLog.shown(what));
        var challenge =
                front.metadata().challenge(refused.challenge(), target(request), request.headers());
        refuse(context, Refusal.of(refused, challenge));
    }

    private static RequestTarget target(HttpRequest request) {
        return requireNonNull(
                RequestTarget.of(request.uri()), "sources let only such targets pass");
    }

    /** Whatever is to be known before its body is taken is known. */
    private void expect(ChannelHandlerContext context, HttpRequest request) {
        if (HttpUtil.getContentLength(request, -1L)
                > front.settings().limits().messages().maxBytes()) {
            refuse(context, tooLong(request));
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            out.accept(CONTINUE);
        }
    }

    private @Nullable Refusal refusal(HttpRequest request, @Nullable SocketAddress local) {
        var unclear = HeadRules.refusal(request);
        if (unclear != null) {
            return unclear;
        }
        var foreign = front.sources().refusal(request, local);
        if (foreign != null) {
            return foreign;
        }
        if (request.headers().contains(HttpHeaderNames.EXPECT)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !HttpUtil.is100ContinueExpected(request)) {
            return Refusal.of(417, "Only Expect: 100-continue is understood");
        }
        return null;
    }

    private void take(ChannelHandlerContext context, HttpContent content) {
        if (head != null && !body.add(content.content())) {
            var refusal = tooLong(head);
            if (unread != null) {
                unread.add(Unpooled.wrappedBuffer(body.whole()));
            }
            refuse(context, refusal);
        } else if (content instanceof LastHttpContent) {
            arrived = true;
            if (inquiry == null) {
                complete(context);
            }
        }
    }

    private void complete(ChannelHandlerContext context) {
        state = State.ANSWERING;
        stopSlow();
        context.fireChannelRead(whole(body.whole(), null));
    }

    private void refuse(ChannelHandlerContext context, Refusal refusal) {
        state = State.DEAF;
        if (inquiry != null) {
            inquiry = null;
            context.channel().config().setAutoRead(true); // it lingers for the client's sake
        }
        if (head == null) {
            decoder.forget();
        }
        stopSlow();
        context.fireChannelRead(whole(NOTHING, refusal));
    }

    private WholeRequest whole(byte[] content, @Nullable Refusal refusal) {
        var read =
                head != null
                        ? head
                        : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        head = null;
        body = Body.NONE;
        served = Fields.cost(read.headers());
        var _ = room.charge(served);
        return new WholeRequest(read, content, sender, good, refusal);
    }

    private Refusal tooLong(HttpRequest request) {
        var refusal =
                Refusal.of(
                        413,
                        "The message is longer than "
                                + front.settings().limits().messages().maxBytes()
                                + " bytes; raise the limit (--max-message, key maxMessage)");
        unread = new TooLongBody(request, sender, refusal.error());
        return refusal;
    }

    private static Refusal malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException tooLong ->
                    Refusal.of(414, "The request line is too long");
            case TooLongHttpHeaderException tooLong ->
                    Refusal.of(431, "The headers are too long, or more than " + Fields.MOST);
            default -> Refusal.of(400, "This is not a well-formed HTTP/1.1 request");
        };
    }

    /** A request that is not whole yet needs room; the body of one that is has never waited. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        long needed = (long) served + decoder.reserved() + body.reserved();
        if (state == State.ANSWERING || state == State.DEAF) {
            var _ = room.charge(needed);
        } else if (!room.hold(needed)) {
            refuse(context, Refusal.of(account.noRoom("this message")));
        }
        watchArrival();
        context.fireChannelReadComplete();
    }

    /** If a part of a request has arrived, the rest must follow in time. */
    void watchArrival() {
        if (slow == null && isArriving()) {
            begun = front.timers().nanoTime();
            watchSlow(requireNonNull(here), arrival());
        }
    }

    private boolean isArriving() {
        return state == State.READING || (state == State.WAITING && decoder.isInside());
    }

    /** How long it may take from its first byte to the end of what is being read of it. */
    private Duration arrival() {
        var limits = front.settings().limits();
        return state == State.READING ? limits.request() : limits.head();
    }

    private void watchSlow(ChannelHandlerContext context, Duration wait) {
        slow = front.timers().after(wait, () -> lane.run(() -> checkSlow(context)));
    }

    private void checkSlow(ChannelHandlerContext context) {
        slow = null;
        if (!isArriving()) {
            return;
        }
        var left = arrival().minusNanos(front.timers().nanoTime() - begun);
        if (left.isPositive()) {
            watchSlow(context, left);
        } else {
            refuse(context, tooSlow());
        }
    }

    private Refusal tooSlow() {
        if (arrived && inquiry != null) {
            return Refusal.of(
                    503,
                    "It could not be found out within "
                            + arrival().toSeconds()
                            + " s who sends this request; send it again later");
        }
        var what = state == State.READING ? "request" : "request's head";
        return Refusal.of(
                408, "The " + what + " did not arrive within " + arrival().toSeconds() + " s");
    }

    private void stopSlow() {
        if (slow != null) {
            slow.cancel();
            slow = null;
        }
    }

    private void watchIdle(ChannelHandlerContext context, Duration wait) {
        idle = front.timers().after(wait, () -> lane.run(() -> checkIdle(context)));
    }

    private void checkIdle(ChannelHandlerContext context) {
        var limit = front.settings().limits().idle();
        var quiet = front.timers().nanoTime() - since;
        boolean quietly = state == State.WAITING && !decoder.isInside();
        var left = quietly ? limit.minusNanos(quiet) : limit;
        if (left.isPositive()) {
            watchIdle(context, left);
        } else {
            context.fireUserEventTriggered(FrontConnection.Event.IDLE);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopSlow();
        inquiry = null;
        body = Body.NONE;
        room.hold(0);
        if (idle != null) {
            idle.cancel();
        }
        context.fireChannelInactive();
    }
}

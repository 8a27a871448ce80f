package io.tieline.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Timers;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.SseEvent;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stream on which a Streamable HTTP backend says what belongs to no request (revisions
 * 2025-03-26 to 2025-11-25, "Listening for Messages from the Server"). Kept open while the link is,
 * where the backend offers it; one that does not is left in peace. Confined to the link's event
 * loop.
 */
final class GetStream implements ResponseReader {

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /**
     * How often a stream that has never been open is asked for, unless it is promised for later.
     */
    private static final int MAX_ATTEMPTS = 6;

    private final StreamableLink link;
    private final LinkRequests requests;
    private final Resumption resumption;
    private @Nullable RoundTrip trip;
    private @Nullable EventBody events;
    private @Nullable SilenceWatch watch;
    private Timers.@Nullable Alarm alarm;
    private @Nullable JsonBody refusal;
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private int status;
    private boolean wasOpen;
    private int attempts;
    private boolean over;

    GetStream(StreamableLink link, LinkRequests requests) {
        this.link = link;
        this.requests = requests;
        this.resumption =
                new Resumption(LONGEST_BACKOFF, requests.random(), requests.alarms()::nanoTime);
    }

    void open() {
        alarm = null;
        if (!over) {
            var next = requests.get(resumption.lastEventId(), Map.of(), this);
            trip = next;
            next.start();
        }
    }

    /** Ends the stream for good. */
    void close() {
        over = true;
        stopReading();
        if (alarm != null) {
            alarm.cancel();
        }
        cancelTrip();
    }

    private void cancelTrip() {
        if (trip != null) {
            trip.cancel();
        }
    }

    @Override
    public void departed() {}

    @Override
    public void head(int itsStatus, HttpHeaders itsHeaders) {
        boolean isStream = itsStatus == 200 && ResponseType.of(itsHeaders) == ResponseType.EVENTS;
        if (isStream && ShortAnswer.encoding(itsHeaders) == null) {
            var silence =
                    new SilenceWatch(
                            requests.alarms(),
                            requests.limits().silence(),
                            link::isBusy,
                            this::fellSilent);
            watch = silence;
            events =
                    new EventBody(
                            requests.messageLimits().maxBytes(),
                            requests.room(),
                            silence,
                            this::event);
            wasOpen = true;
            resumption.began();
        } else {
            refusal = new JsonBody(itsHeaders, ShortAnswer.MAX_BYTES);
            status = itsStatus;
            headers = itsHeaders;
        }
    }

    private void refused(JsonBody body) {
        refusal = null;
        cancelTrip();
        if (passes() && mayAskAgain()) {
            resumption.refused(headers);
            openLater();
        } else {
            close(); // It is not offered; that will not change by asking again.
        }
        tell(new ShortAnswer(status, headers, body.bytes()));
    }

    private boolean passes() {
        return switch (status) {
            case 409, 429 -> true;
            case 501, 505 -> false;
            default -> status >= 500;
        };
    }

    /** A server that knows only POST may fail at each GET in whichever way, and go on with that. */
    private boolean mayAskAgain() {
        attempts++;
        return wasOpen || status == 429 || status == 503 || attempts < MAX_ATTEMPTS;
    }

    /**
     * A server that offers no such stream says so with 405, or with nearly anything else: its
     * session has just begun. Where there was a stream before, the session may be gone.
     */
    private void tell(ShortAnswer answer) {
        if (wasOpen && status != 405) {
            link.refused(RefusedMessages.Sort.STREAM, answer, "GET");
        } else if (!answer.isSuccess() && status != 404 && status != 405) {
            link.tellRefused(RefusedMessages.Sort.STREAM, answer, "GET");
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (refusal != null) {
            if (!refusal.add(piece)) {
                refused(refusal);
            }
        } else if (events != null) {
            read(events, piece);
        }
    }

    private void read(EventBody stream, ByteBuf piece) {
        try {
            stream.add(piece);
        } catch (MalformedException e) {
            link.malformed(e);
        }
    }

    private void event(SseEvent event) {
        resumption.note(event);
        if (over || !EventBody.isMessage(event)) {
            return;
        }
        var all = ReceivedMessages.of(event.data(), requests.messageLimits());
        all.messages().forEach(link::unrelated);
        all.malformed().forEach(link::malformed);
    }

    private void fellSilent() {
        cancelTrip();
        openLater();
    }

    @Override
    public void end() {
        if (refusal != null) {
            refused(refusal);
        } else {
            openLater();
        }
    }

    @Override
    public void failed(LinkFailure failure) {
        refusal = null;
        status = 0;
        if (mayAskAgain()) {
            openLater();
        } else {
            close();
            link.tellFailed(RefusedMessages.Sort.STREAM, failure);
        }
    }

    private void openLater() {
        stopReading();
        if (!over) {
            alarm = requests.alarms().after(resumption.nextDelay(), this::open);
        }
    }

    private void stopReading() {
        if (events != null) {
            events.close();
            events = null;
        }
        if (watch != null) {
            watch.stop();
            watch = null;
        }
    }
}

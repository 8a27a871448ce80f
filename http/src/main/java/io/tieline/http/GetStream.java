package io.tieline.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.session.LinkFailure;
import io.tieline.session.Observer;
import io.tieline.session.Timers;
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

    private final StreamableLink link;
    private final LinkRequests requests;
    private final Resumption resumption = new Resumption(LONGEST_BACKOFF);
    private @Nullable RoundTrip trip;
    private @Nullable EventBody events;
    private @Nullable SilenceWatch watch;
    private Timers.@Nullable Alarm alarm;
    private boolean over;

    GetStream(StreamableLink link, LinkRequests requests) {
        this.link = link;
        this.requests = requests;
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
        if (trip != null) {
            trip.cancel();
        }
    }

    @Override
    public void departed() {}

    @Override
    public void head(int status, HttpHeaders headers) {
        if (status == 200 && ResponseType.of(headers) == ResponseType.EVENTS) {
            var silence =
                    new SilenceWatch(
                            requests.alarms(),
                            requests.limits().silence(),
                            link::isBusy,
                            this::fellSilent);
            watch = silence;
            events = new EventBody(requests.messageLimits().maxBytes(), silence, this::event);
        } else if (status == 404 && link.hasSession()) {
            close();
            link.lost(requests.faults().sessionLost());
        } else if (status < 500 && status != 409 && status != 429) {
            close(); // 405: it is not offered. Anything else will not change by asking again.
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (events == null) {
            return;
        }
        try {
            events.add(piece);
        } catch (MalformedException e) {
            malformed();
        }
    }

    private void event(SseEvent event) {
        resumption.note(event);
        if (over || !EventBody.isMessage(event)) {
            return;
        }
        try {
            ReceivedMessages.of(event.data(), requests.messageLimits()).forEach(link::unrelated);
        } catch (MalformedException e) {
            malformed();
        }
    }

    private void malformed() {
        requests.observer()
                .counted(Observer.Count.MALFORMED, "from backend " + requests.faults().name());
    }

    private void fellSilent() {
        if (trip != null) {
            trip.cancel();
        }
        openLater();
    }

    @Override
    public void end() {
        openLater();
    }

    @Override
    public void failed(LinkFailure failure) {
        openLater();
    }

    private void openLater() {
        stopReading();
        if (!over) {
            alarm = requests.alarms().after(resumption.nextDelay(), this::open);
        }
    }

    private void stopReading() {
        events = null;
        if (watch != null) {
            watch.stop();
            watch = null;
        }
    }
}

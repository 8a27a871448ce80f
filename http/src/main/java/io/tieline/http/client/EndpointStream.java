package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.ReceivedMessages;
import io.tieline.session.Observer;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MalformedException.Meant;
import io.tieline.wire.Message;
import io.tieline.wire.SseEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event stream of an HTTP+SSE backend (revision 2024-11-05). Its first event names the
 * endpoint, which must be of the same origin, and no later event can change it: else whoever can
 * slip an event into the stream would receive all that the client says. Confined to its event loop.
 */
final class EndpointStream implements ResponseReader {

    /** Hears what the stream brings. */
    interface Reader {

        /** The stream is open; messages are posted there. */
        void opened(BackendAddress endpoint);

        void received(Message message);

        /** An answer that cannot be read. */
        void unreadable(MalformedException why);

        /** A question that cannot be read gets this answer. */
        void refuse(Failure answer);

        /** This is no such stream. Not said after {@link #opened}. */
        void notSpoken(LinkFailure failure);

        /** There was an event stream, which has ended or is of no use. */
        void ended(LinkFailure failure);
    }

    private final LinkRequests requests;
    private final Reader reader;
    private @Nullable RoundTrip trip;
    private @Nullable EventBody events;
    private @Nullable JsonBody refusal;
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
    private int status;
    private boolean opened;
    private boolean over;

    EndpointStream(LinkRequests requests, Reader reader) {
        this.requests = requests;
        this.reader = reader;
    }

    /** No limit but the start's own: a server may say nothing until it can be spoken to. */
    void open() {
        var next = requests.get(null, Map.of(), this);
        trip = next;
        next.start();
    }

    /** Ends the stream; the reader hears nothing more. */
    void close() {
        over = true;
        if (events != null) {
            events.close();
        }
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
            // No watch: the stream is the session, which no guess may end.
            events =
                    new EventBody(
                            requests.messageLimits().maxBytes(),
                            requests.room(),
                            null,
                            this::event);
        } else {
            refusal = new JsonBody(itsHeaders, ShortAnswer.MAX_BYTES);
            status = itsStatus;
            headers = itsHeaders;
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

    private void refused(JsonBody body) {
        if (!over) {
            close();
            var answer = new ShortAnswer(status, headers, body.bytes());
            reader.notSpoken(requests.faults().noStream(answer, ResponseType.shown(headers)));
        }
    }

    private void read(EventBody stream, ByteBuf piece) {
        try {
            stream.add(piece);
        } catch (MalformedException e) {
            if (e.meant() != Meant.NOTHING) {
                malformed(e);
                return;
            }
            // Nobody knows what it was: most likely an answer.
            count();
            if (!over && opened) {
                reader.unreadable(e);
            }
        }
    }

    private void event(SseEvent event) {
        if (over) {
            return;
        }
        if (!opened) {
            first(event);
        } else if (EventBody.isMessage(event)) {
            message(event);
        }
    }

    private void first(SseEvent event) {
        var named = new String(event.data(), UTF_8);
        var endpoint = "endpoint".equals(event.event()) ? requests.address().at(named) : null;
        if (endpoint != null) {
            opened = true;
            reader.opened(endpoint);
        } else if ("endpoint".equals(event.event())) {
            useless("its endpoint, " + BackendAddress.shown(named) + ", is of another origin");
        } else {
            useless("its first event names no endpoint");
        }
    }

    private void message(SseEvent event) {
        var all = ReceivedMessages.of(event.data(), requests.messageLimits());
        for (var message : all.messages()) {
            if (!over) {
                reader.received(message);
            }
        }
        all.malformed().forEach(this::malformed);
    }

    private void malformed(MalformedException why) {
        count();
        var asked = why.id();
        if (over) {
            return;
        }
        if (asked != null) {
            reader.refuse(Failure.of(asked, why.error()));
        } else if (ReceivedMessages.mayAnswer(why)) {
            reader.unreadable(why);
        }
    }

    private void count() {
        requests.observer()
                .counted(Observer.Count.MALFORMED, "from backend " + requests.faults().name());
    }

    @Override
    public void end() {
        if (refusal != null) {
            refused(refusal);
            return;
        }
        end("the backend ended it");
    }

    @Override
    public void failed(LinkFailure failure) {
        if (!over) {
            close();
            if (opened) {
                reader.ended(requests.faults().streamEnded("its connection broke"));
            } else if (events != null) {
                reader.ended(failure);
            } else {
                reader.notSpoken(failure);
            }
        }
    }

    private void end(String why) {
        if (over) {
            return;
        }
        close();
        if (opened) {
            reader.ended(requests.faults().streamEnded(why));
        } else {
            reader.ended(requests.faults().noStream(why));
        }
    }

    /** It is an event stream, and not one of HTTP+SSE. */
    private void useless(String why) {
        close();
        reader.ended(requests.faults().strangeStream(why));
    }
}

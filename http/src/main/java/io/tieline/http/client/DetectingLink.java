package io.tieline.http.client;

import io.tieline.session.backend.Link;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * A link to a backend whose transport is not known: {@code initialize} is posted as Streamable HTTP
 * has it, and a backend that refuses that is tried as HTTP+SSE (revision 2025-03-26 and later,
 * "Backwards Compatibility"). If it speaks neither, the first refusal is what counts.
 *
 * <p>Confined to its event loop, but for {@link #attributes}.
 */
final class DetectingLink implements Link {

    private final LinkRequests requests;
    private final Listener listener;
    private final StreamableLink streamable;
    private volatile Link current;

    DetectingLink(LinkRequests requests, Listener listener) {
        this.requests = requests;
        this.listener = listener;
        this.streamable = new StreamableLink(requests, listener, this::fallBack);
        this.current = streamable;
    }

    private boolean fallBack(int status, Request request, Stream stream, Runnable otherwise) {
        if (status != 400 && status != 404 && status != 405) {
            return false;
        }
        var older =
                new HttpSseLink(
                        requests,
                        listener,
                        noStream -> {
                            current = streamable;
                            otherwise.run();
                        });
        current = older;
        older.request(request, stream);
        return true;
    }

    /** The link by the transport that the backend is taken to speak. */
    Link current() {
        return current;
    }

    @Override
    public void request(Request request, Stream stream) {
        current.request(request, stream);
    }

    @Override
    public void send(Message message) {
        current.send(message);
    }

    @Override
    public void release(Stream stream) {
        current.release(stream);
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        current.press(stream, tooMuch);
    }

    @Override
    public void opened(Revision revision) {
        current.opened(revision);
    }

    @Override
    public boolean attributes() {
        return current.attributes();
    }

    @Override
    public void close() {
        current.close();
    }
}

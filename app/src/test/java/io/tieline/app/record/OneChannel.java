package io.tieline.app.record;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same server as over stdio: whatever it says comes on one channel. */
record OneChannel(Backend server) implements Backend {

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return new Channel(server.connect(listener), listener);
    }

    private static final class Channel implements Link {

        private final Link link;
        private final Listener listener;
        private final Map<Stream, Stream> streams = new ConcurrentHashMap<>();

        Channel(Link link, Listener listener) {
            this.link = link;
            this.listener = listener;
        }

        @Override
        public void request(Request request, Stream stream) {
            var merged =
                    new Stream() {
                        @Override
                        public void received(Message message) {
                            listener.received(message);
                        }

                        @Override
                        public void failed(LinkFailure failure) {
                            // On one channel nobody says that there will be no answer.
                        }

                        @Override
                        public Map<String, String> headers() {
                            return stream.headers();
                        }
                    };
            streams.put(stream, merged);
            link.request(request, merged);
        }

        @Override
        public void send(Message message) {
            link.send(message);
        }

        @Override
        public void release(Stream stream) {}

        @Override
        public void press(Stream stream, boolean tooMuch) {}

        @Override
        public void opened(Revision revision) {
            link.opened(revision);
        }

        @Override
        public boolean attributes() {
            return false;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}

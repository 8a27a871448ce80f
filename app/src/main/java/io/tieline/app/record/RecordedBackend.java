package io.tieline.app.record;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A server on whose connections everything is written down as it passes, and nothing is changed.
 * Headers are not, but for those of MCP that a request brings. Safe for use by several threads.
 *
 * @param server the server itself
 */
record RecordedBackend(Backend server, RecordingFile file) implements Backend {

    private static final String MCP_HEADER = "mcp-param-";

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public boolean isProgram() {
        return server.isProgram();
    }

    @Override
    public Backend atMost(int connections) {
        return new RecordedBackend(server.atMost(connections), file);
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        int number = file.link();
        return new WatchedLink(
                server.connect(headers, new Heard(listener, number, file)), number, file);
    }

    /** The way to the server. */
    private static final class WatchedLink implements Link {

        private final Link link;
        private final int number;
        private final RecordingFile file;
        private final Map<Stream, WatchedStream> streams = new ConcurrentHashMap<>();

        WatchedLink(Link link, int number, RecordingFile file) {
            this.link = link;
            this.number = number;
            this.file = file;
        }

        @Override
        public void request(Request request, Stream stream) {
            var headers = new LinkedHashMap<String, String>();
            stream.headers()
                    .forEach((name, value) -> {
                        if (name.startsWith(MCP_HEADER)) {
                            headers.put(name, value);
                        }
                    });
            file.add(Entry.sent(file.millis(), number, request, headers));
            var recorded = new WatchedStream(stream, request.id(), number, file);
            streams.put(stream, recorded);
            link.request(request, recorded);
        }

        @Override
        public void send(Message message) {
            file.add(Entry.sent(file.millis(), number, message, Map.of()));
            link.send(message);
        }

        @Override
        public void release(Stream stream) {
            var recorded = streams.remove(stream);
            if (recorded == null) {
                return;
            }
            if (link.attributes() && !recorded.answered) {
                file.add(Entry.released(file.millis(), number, recorded.id));
            }
            link.release(recorded);
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            var recorded = streams.get(stream);
            if (recorded != null) {
                link.press(recorded, tooMuch);
            }
        }

        @Override
        public void opened(Revision revision) {
            link.opened(revision);
        }

        @Override
        public String lastWords() {
            return link.lastWords();
        }

        @Override
        public boolean attributes() {
            return link.attributes();
        }

        @Override
        public void close() {
            streams.clear();
            link.close();
        }
    }

    /** The way back of one request. */
    private static final class WatchedStream implements Link.Stream {

        private final Link.Stream stream;
        private final Id id;
        private final int number;
        private final RecordingFile file;
        private volatile boolean answered;

        WatchedStream(Link.Stream stream, Id id, int number, RecordingFile file) {
            this.stream = stream;
            this.id = id;
            this.number = number;
            this.file = file;
        }

        @Override
        public void received(Message message) {
            file.add(Entry.received(file.millis(), number, message, id));
            answered |= message instanceof Response;
            stream.received(message);
        }

        @Override
        public void failed(LinkFailure failure) {
            answered = true;
            stream.failed(failure);
        }

        @Override
        public void paused() {
            stream.paused();
        }

        @Override
        public Map<String, String> headers() {
            return stream.headers();
        }

        @Override
        public String client() {
            return stream.client();
        }
    }

    /** What comes outside any request's own stream. */
    private record Heard(Link.Listener listener, int number, RecordingFile file)
            implements Link.Listener {

        @Override
        public void received(Message message) {
            file.add(Entry.received(file.millis(), number, message, null));
            listener.received(message);
        }

        @Override
        public void heard() {
            listener.heard();
        }

        @Override
        public void unreadable(MalformedException why) {
            listener.unreadable(why);
        }

        @Override
        public void closed(LinkFailure failure, Set<Id> neverLeft) {
            file.add(Entry.ended(file.millis(), number, failure.message()));
            listener.closed(failure, neverLeft);
        }
    }
}

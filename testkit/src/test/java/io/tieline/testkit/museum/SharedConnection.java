package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One protocol object for all clients, kept because connecting is slow: both number their requests
 * from 1, and one client reads the answer to the other's (CVE-2026-25536).
 */
final class SharedConnection implements Wiring {

    private @Nullable Link kept;
    private Link.@Nullable Listener latest;

    @Override
    public Backend backend(Backend backend) {
        return new Backend() {
            @Override
            public String name() {
                return backend.name();
            }

            @Override
            public Link connect(Link.Listener listener) {
                latest = listener;
                var link = kept == null ? backend.connect(toTheLatest()) : kept;
                kept = link;
                return new Borrowed(link);
            }
        };
    }

    private Link.Listener toTheLatest() {
        return new Link.Listener() {
            @Override
            public void received(Message message) {
                if (latest != null) {
                    latest.received(message);
                }
            }

            @Override
            public void unreadable(MalformedException why) {
                if (latest != null) {
                    latest.unreadable(why);
                }
            }

            @Override
            public void closed(LinkFailure failure, Set<Id> neverLeft) {
                kept = null;
                if (latest != null) {
                    latest.closed(failure, neverLeft);
                }
            }
        };
    }

    /** The connection stays open for the next one. */
    private record Borrowed(Link link) implements Link {

        @Override
        public void request(Request request, Stream stream) {
            link.request(request, stream);
        }

        @Override
        public void send(Message message) {
            link.send(message);
        }

        @Override
        public void release(Stream stream) {
            link.release(stream);
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            link.press(stream, tooMuch);
        }

        @Override
        public void opened(Revision revision) {
            link.opened(revision);
        }

        @Override
        public boolean attributes() {
            return link.attributes();
        }

        @Override
        public void close() {}
    }
}

package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the core and its backend and lets everything through; an exhibit overrides what it
 * spoils.
 */
class LinkTap implements Link {

    private final IdentityHashMap<Stream, Stream> tapped = new IdentityHashMap<>();
    private final Listener core;
    private final Link link;

    LinkTap(Backend backend, Listener core) {
        this.core = core;
        this.link =
                backend.connect(
                        new Listener() {
                            @Override
                            public void received(Message message) {
                                says(null, message);
                            }

                            @Override
                            public void unreadable(MalformedException why) {
                                garbles(why);
                            }

                            @Override
                            public void closed(LinkFailure failure, Set<Id> neverLeft) {
                                dies(failure, neverLeft);
                            }
                        });
    }

    /** A backend all of whose connections are tapped like this. */
    static Backend onEach(Backend backend, Function<Listener, LinkTap> tap) {
        return new Backend() {
            @Override
            public String name() {
                return backend.name();
            }

            @Override
            public Link connect(Listener listener) {
                return tap.apply(listener);
            }
        };
    }

    /** The backend says something: on the stream of a request, or on the connection's own. */
    void says(@Nullable Stream on, Message message) {
        if (on == null) {
            core.received(message);
        } else {
            on.received(message);
        }
    }

    /** The backend answers in a way that cannot be read. */
    void garbles(MalformedException why) {
        core.unreadable(why);
    }

    /** The stream of a request has ended without an answer. */
    void fails(Stream on, LinkFailure failure) {
        on.failed(failure);
    }

    /** The connection is dead. */
    void dies(LinkFailure failure, Set<Id> neverLeft) {
        core.closed(failure, neverLeft);
    }

    @Override
    public void request(Request request, Stream stream) {
        var tap =
                new Stream() {
                    @Override
                    public void received(Message message) {
                        says(stream, message);
                    }

                    @Override
                    public void failed(LinkFailure failure) {
                        fails(stream, failure);
                    }

                    @Override
                    public Map<String, String> headers() {
                        return stream.headers();
                    }
                };
        tapped.put(stream, tap);
        link.request(request, tap);
    }

    @Override
    public void send(Message message) {
        link.send(message);
    }

    @Override
    public void release(Stream stream) {
        link.release(tapped.getOrDefault(stream, stream));
    }

    @Override
    public void press(Stream stream, boolean tooMuch) {
        link.press(tapped.getOrDefault(stream, stream), tooMuch);
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
    public void close() {
        link.close();
    }
}

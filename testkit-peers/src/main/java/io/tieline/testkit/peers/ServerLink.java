package io.tieline.testkit.peers;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection with a {@link ScriptedServer}. Safe for use by several threads. */
final class ServerLink implements Link {

    private final Monitor monitor = new Monitor();
    private final ScriptedServer server;
    private final int number;
    private final boolean sharesChannel;
    private final Supplier<Map<String, String>> headers;
    private final Link.Listener listener;
    private final Map<Link.Stream, ReceivedRequest> streams = new LinkedHashMap<>();
    private final Map<Id, Consumer<Response>> asked = new HashMap<>();
    private long questions;
    private boolean over;

    ServerLink(
            ScriptedServer server,
            int number,
            boolean sharesChannel,
            Supplier<Map<String, String>> headers,
            Link.Listener listener) {
        this.server = server;
        this.number = number;
        this.sharesChannel = sharesChannel;
        this.headers = headers;
        this.listener = listener;
    }

    int number() {
        return number;
    }

    boolean isOpen() {
        return !monitor.read(() -> over);
    }

    boolean isStateless() {
        return server.isStateless();
    }

    // What the server says.

    /** Says this on the stream of the request, or where everything is said. */
    void say(@Nullable ReceivedRequest about, Message message) {
        if (!isOpen()) {
            return;
        }
        if (about == null || sharesChannel) {
            listener.received(message);
        } else {
            about.stream().received(message);
        }
    }

    /** The same, of a text that need not be a message. */
    void say(@Nullable ReceivedRequest about, String text) {
        Message message;
        try {
            message = Texts.parse(text);
        } catch (MalformedException why) {
            unreadable(about, why);
            return;
        }
        say(about, message);
    }

    void say(String text) {
        say(null, text);
    }

    private void unreadable(@Nullable ReceivedRequest about, MalformedException why) {
        var answers = why.answers();
        if (about != null && !sharesChannel && about.request().id().equals(answers)) {
            about.stream()
                    .failed(
                            LinkFailure.of(
                                    LinkFailure.Kind.BROKE_PROTOCOL,
                                    String.valueOf(why.getMessage())));
        } else {
            listener.unreadable(why);
        }
    }

    void tell(String method, Json params) {
        if (!server.isStateless()) {
            say(null, Notification.of(method, params));
            return;
        }
        var listening =
                monitor.read(() ->
                        streams.values().stream()
                                .filter(one -> one.method().equals(Method.SUBSCRIPTIONS_LISTEN))
                                .toList());
        listening.forEach(one -> one.tellSubscriber(method, params));
    }

    /** Asks something on the stream of this request. */
    void ask(ReceivedRequest about, String method, Json params, Consumer<Response> then) {
        var id =
                monitor.read(() -> {
                    var next = Id.of("asked-" + number + "-" + ++questions);
                    asked.put(next, then);
                    return next;
                });
        say(about, Request.of(id, method, params));
    }

    void cut(ReceivedRequest request, String why) {
        monitor.change(() -> streams.remove(request.stream()));
        request.stream().failed(LinkFailure.of(LinkFailure.Kind.GONE, why));
    }

    void breaks(LinkFailure failure) {
        if (ends()) {
            listener.closed(failure);
        }
    }

    private boolean ends() {
        return monitor.read(() -> {
            boolean wasOpen = !over;
            over = true;
            streams.clear();
            return wasOpen;
        });
    }

    // What its peer does.

    @Override
    public void request(Request request, Link.Stream stream) {
        var all = new HashMap<>(headers.get());
        all.putAll(stream.headers());
        var received = new ReceivedRequest(this, request, stream, Map.copyOf(all));
        monitor.change(() -> streams.put(stream, received));
        server.received(received);
    }

    @Override
    public void send(Message message) {
        server.received(message);
        switch (message) {
            case Response response -> answered(response);
            case Notification notification -> told(notification);
            case Request request -> throw new IllegalArgumentException("A request: " + request);
        }
    }

    private void answered(Response response) {
        var id = response.id();
        var then =
                id == null
                        ? null
                        : monitor.<@Nullable Consumer<Response>>read(() -> asked.remove(id));
        if (then != null) {
            then.accept(response);
        }
    }

    private void told(Notification notification) {
        var params = notification.params();
        var id = params == null ? null : params.get("requestId");
        if (id != null && notification.method().equals(Method.CANCELLED)) {
            requests().stream()
                    .filter(request -> request.request().id().json().equals(id))
                    .forEach(ReceivedRequest::leave);
        }
    }

    private List<ReceivedRequest> requests() {
        return monitor.read(() -> new ArrayList<>(streams.values()));
    }

    @Override
    public void release(Link.Stream stream) {
        var released = new ArrayList<ReceivedRequest>(1);
        monitor.change(() -> {
            var request = streams.remove(stream);
            if (request != null) {
                released.add(request);
            }
        });
        released.forEach(ReceivedRequest::leave);
    }

    @Override
    public void press(Link.Stream stream, boolean tooMuch) {
        // A test says no more than it wants to say.
    }

    @Override
    public void opened(Revision revision) {
        // The general stream is there from the beginning.
    }

    @Override
    public boolean attributes() {
        return !sharesChannel;
    }

    @Override
    public void close() {
        ends();
    }
}

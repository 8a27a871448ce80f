package io.tieline.testkit.shapes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backend without a transport, of one era, that answers at once on the thread that asks it: as an
 * ordinary server does, but for the methods whose answers a test gives.
 */
final class PlayedBackend implements Backend {

    static final String TOOLS =
            "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}";

    private static final String CAPABILITIES =
            "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true,"
                    + "\"listChanged\":true},\"prompts\":{},\"logging\":{},\"completions\":{},"
                    + "\"tasks\":{}}";

    private static final Map<String, String> ORDINARY =
            Map.of(
                    Method.INITIALIZE,
                    "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":"
                            + CAPABILITIES
                            + ",\"serverInfo\":{\"name\":\"played\",\"version\":\"1\"}}",
                    Method.SERVER_DISCOVER,
                    "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                            + "\"capabilities\":"
                            + CAPABILITIES
                            + ",\"ttlMs\":0,\"cacheScope\":\"private\"}",
                    Method.TOOLS_LIST,
                    TOOLS,
                    Method.TOOLS_CALL,
                    "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");

    /** What it says because of one request, in place of an ordinary answer. */
    interface Part {
        void play(Request request, Voice voice);
    }

    private final boolean stateless;
    private final boolean attributes;
    private final Map<String, Part> parts = new HashMap<>();
    private final List<Request> heard = new ArrayList<>();
    private long urisHeard;

    PlayedBackend(boolean stateless, boolean attributes) {
        this.stateless = stateless;
        this.attributes = attributes;
    }

    /** Plays this part for each request of the method. */
    void upon(String method, Part part) {
        parts.put(method, part);
    }

    /** Answers each request of the method with a message that has this beside its id. */
    void answers(String method, String resultOrError) {
        upon(method, (request, voice) -> voice.answer(resultOrError));
    }

    boolean isStateless() {
        return stateless;
    }

    /** How often a resource was named in what it was asked. */
    long urisHeard() {
        return urisHeard;
    }

    List<Request> heard() {
        return heard;
    }

    @Override
    public String name() {
        return "played";
    }

    @Override
    public Link connect(Link.Listener listener) {
        return new Played(listener);
    }

    /** How one request is answered. */
    static final class Voice {

        private final Played link;
        private final Request request;
        private final Link.Stream stream;

        private Voice(Played link, Request request, Link.Stream stream) {
            this.link = link;
            this.request = request;
            this.stream = stream;
        }

        void answer(String resultOrError) {
            say("{\"jsonrpc\":\"2.0\",\"id\":" + request.id().json() + "," + resultOrError + "}");
        }

        void acknowledge() {
            tell(
                    Method.SUBSCRIPTIONS_ACKNOWLEDGED,
                    "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                            + request.id().json()
                            + "},\"notifications\":{}}");
        }

        void tell(String method, String params) {
            say("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
        }

        void ask(String method, String params) {
            say(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"asked\",\"method\":\""
                            + method
                            + "\",\"params\":"
                            + params
                            + "}");
        }

        void say(String text) {
            link.say(text, request, stream);
        }

        /** Says this, with the id of the request in the place of {@code "$"}. */
        void sayOfThis(String text) {
            say(text.replace("\"$\"", request.id().json().toString()));
        }
    }

    /** One connection. */
    private final class Played implements Link {

        private final Listener listener;

        Played(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void request(Request request, Stream stream) {
            heard.add(request);
            if (request.params() != null) {
                urisHeard += request.params().list("notifications", "resourceSubscriptions").size();
            }
            var voice = new Voice(this, request, stream);
            var part = parts.get(request.method());
            if (part != null) {
                part.play(request, voice);
            } else if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                voice.acknowledge();
            } else if (request.method()
                    .equals(stateless ? Method.INITIALIZE : Method.SERVER_DISCOVER)) {
                voice.answer("\"error\":{\"code\":-32601,\"message\":\"unknown\"}");
            } else {
                voice.answer("\"result\":" + ORDINARY.getOrDefault(request.method(), "{}"));
            }
        }

        /** As a transport does with what it reads. */
        void say(String text, Request request, Stream stream) {
            Message message;
            try {
                message = Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
            } catch (MalformedException why) {
                unreadable(why, request, stream);
                return;
            }
            if (attributes) {
                stream.received(message);
            } else {
                listener.received(message);
            }
        }

        private void unreadable(MalformedException why, Request request, Stream stream) {
            @Nullable Id answered = why.answers();
            if (attributes && answered != null && answered.equals(request.id())) {
                stream.failed(
                        LinkFailure.of(
                                LinkFailure.Kind.BROKE_PROTOCOL, String.valueOf(why.getMessage())));
            } else {
                listener.unreadable(why);
            }
        }

        @Override
        public void send(Message message) {
            if (message instanceof Response) {
                answered.add(message.json());
            }
        }

        @Override
        public void release(Stream stream) {
            // It has ended by then, or nobody wants what comes.
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            // Whatever it says is read at once.
        }

        @Override
        public void opened(Revision revision) {
            // It serves each request alike.
        }

        @Override
        public boolean attributes() {
            return attributes;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private final List<Json> answered = new ArrayList<>();

    /** What it was answered. */
    List<Json> answered() {
        return answered;
    }
}

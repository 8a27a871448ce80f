package io.tieline.app.demo;

import io.tieline.app.demo.Sighting.Kind;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which somebody listens in. It changes nothing: what it notes of a message is the
 * stream on which that message really came or went.
 */
final class Tap implements Backend {

    private final Backend behind;
    private final Sightings sightings;

    /** The same server, listened in on. */
    Tap(Backend behind, Sightings sightings) {
        this.behind = behind;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        var questions = new ConcurrentHashMap<Id, Integer>();
        return new TappedLink(
                behind.connect(headers, new TappedListener(listener, sightings, questions)),
                sightings,
                questions);
    }

    /** Notes what came in on the stream of this call, or on no call's. */
    private static void received(
            Message message, int call, Sightings sightings, Map<Id, Integer> questions) {
        switch (message) {
            case Request question -> {
                questions.put(question.id(), call);
                sightings.add(call, Kind.ASKED, text(question.params(), "message"));
            }
            case Result result when "input_required".equals(result.result().text("resultType")) ->
                    sightings.add(call, Kind.ASKED, asked(result.result()));
            case Result result -> sightings.add(call, Kind.RETURNED, Demo.textOf(result.result()));
            default -> {}
        }
    }

    /** The one question that a client without a session is to come back from. */
    private static String asked(Json inputRequired) {
        var requests = inputRequired.get("inputRequests");
        return requests == null || requests.members().isEmpty()
                ? "?"
                : text(requests.members().getFirst().value(), "params", "message");
    }

    /**
     * What a client without a session answers as it comes back; null if it comes the first time.
     */
    private static @Nullable String answered(Request request) {
        var responses = request.params() == null ? null : request.params().get("inputResponses");
        return responses == null || responses.members().isEmpty()
                ? null
                : text(responses.members().getFirst().value(), "content", "name");
    }

    private static String text(@Nullable Json json, String... path) {
        var text = json == null ? null : json.text(path);
        return text == null ? "?" : text;
    }

    private record TappedListener(
            Link.Listener behind, Sightings sightings, Map<Id, Integer> questions)
            implements Link.Listener {

        @Override
        public void received(Message message) {
            if (message instanceof Request) {
                Tap.received(message, Sighting.NO_CALL, sightings, questions);
            }
            behind.received(message);
        }

        @Override
        public void unreadable(MalformedException why) {
            behind.unreadable(why);
        }

        @Override
        public void closed(LinkFailure failure, Set<Id> neverLeft) {
            behind.closed(failure, neverLeft);
        }
    }

    /** The stream of one call. */
    private record TappedStream(
            Link.Stream behind, int call, Sightings sightings, Map<Id, Integer> questions)
            implements Link.Stream {

        @Override
        public void received(Message message) {
            Tap.received(message, call, sightings, questions);
            behind.received(message);
        }

        @Override
        public void failed(LinkFailure failure) {
            behind.failed(failure);
        }

        @Override
        public void paused() {
            behind.paused();
        }

        @Override
        public Map<String, String> headers() {
            return behind.headers();
        }

        @Override
        public String client() {
            return behind.client();
        }
    }

    private static final class TappedLink implements Link {

        private final Link behind;
        private final Sightings sightings;
        private final Map<Id, Integer> questions;
        private final Map<Stream, Stream> tapped = new ConcurrentHashMap<>();

        TappedLink(Link behind, Sightings sightings, Map<Id, Integer> questions) {
            this.behind = behind;
            this.sightings = sightings;
            this.questions = questions;
        }

        @Override
        public void request(Request request, Stream stream) {
            if (!request.method().equals(Method.TOOLS_CALL)) {
                behind.request(request, stream);
                return;
            }
            int call = Demo.numberOf(request);
            var answer = answered(request);
            sightings.add(
                    call,
                    answer == null ? Kind.CALLED : Kind.ANSWERED,
                    answer == null ? text(request.params(), "name") + " " + call : answer);
            var ours = new TappedStream(stream, call, sightings, questions);
            tapped.put(stream, ours);
            behind.request(request, ours);
        }

        @Override
        public void send(Message message) {
            if (message instanceof Result answer) {
                var call = answer.id() == null ? null : questions.get(answer.id());
                sightings.add(
                        call == null ? Sighting.NO_CALL : call,
                        Kind.ANSWERED,
                        text(answer.result(), "content", "name"));
            }
            behind.send(message);
        }

        @Override
        public void release(Stream stream) {
            var ours = tapped.remove(stream);
            behind.release(ours == null ? stream : ours);
        }

        @Override
        public void press(Stream stream, boolean tooMuch) {
            behind.press(tapped.getOrDefault(stream, stream), tooMuch);
        }

        @Override
        public void opened(Revision revision) {
            behind.opened(revision);
        }

        @Override
        public boolean attributes() {
            return behind.attributes();
        }

        @Override
        public void close() {
            behind.close();
        }
    }
}

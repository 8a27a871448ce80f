package io.tieline.session.backend;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose words a test writes; a shared channel, or with streams of its own for each
 * request.
 */
@SuppressWarnings("ReferenceEquality") // the very stream, not one like it
public final class ScriptedLink implements Backend, Link {

    private final boolean attributes;
    private final List<Message> sent = new ArrayList<>();
    private final Map<String, Link.Stream> streams = new LinkedHashMap<>();
    private final List<String> released = new ArrayList<>();
    private Link.@Nullable Listener listener;
    private boolean closed;
    private boolean lacksAClass;
    private String lastWords = "";

    public ScriptedLink(boolean attributes) {
        this.attributes = attributes;
    }

    public static Message message(String json) {
        try {
            return Message.parse(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** The backend says something on the channel that all share. */
    public void says(String json) {
        hears().received(message(json));
    }

    /** The backend says on that channel what cannot be read. */
    public void garbles(String text) {
        try {
            Message.parse(text.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
            throw new IllegalArgumentException("This can be read: " + text);
        } catch (MalformedException why) {
            hears().unreadable(why);
        }
    }

    /** The backend says something on the stream of this request. */
    public void says(Request on, String json) {
        stream(on).received(message(json));
    }

    public void answers(Request request, String result) {
        var json = "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}";
        if (attributes) {
            says(request, json);
        } else {
            says(json);
        }
    }

    public Link.Stream stream(Request of) {
        var stream = streams.get(of.id().toString());
        if (stream == null) {
            throw new IllegalStateException("Nothing left under the id " + of.id());
        }
        return stream;
    }

    /** From now on it fails in a way that nobody expects. */
    public void lacksAClass() {
        lacksAClass = true;
    }

    /** The backend shows in another way than by a message that it lives. */
    public void isHeard() {
        hears().heard();
    }

    /** What it has said beside the protocol. */
    public void lastSaid(String words) {
        lastWords = words;
    }

    @Override
    public String lastWords() {
        return lastWords;
    }

    public void dies() {
        hears().closed(LinkFailure.of(LinkFailure.Kind.GONE, "It was killed"));
    }

    private Link.Listener hears() {
        var hears = listener;
        if (hears == null) {
            throw new IllegalStateException("Nobody has connected");
        }
        return hears;
    }

    public void greets() {
        answers(
                requests(Method.INITIALIZE).getLast(),
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}");
    }

    public static final String DISCOVERED =
            """
            {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true},"extensions":{}},"ttlMs":0,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"1"}}}\
            """;

    public void isDiscovered() {
        answers(requests(Method.SERVER_DISCOVER).getLast(), DISCOVERED);
    }

    public void fails(Request request, String error) {
        var json = "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"error\":" + error + "}";
        if (attributes) {
            says(request, json);
        } else {
            says(json);
        }
    }

    public List<Message> sent() {
        return sent;
    }

    /** The requests of this method that have left, in order. */
    public List<Request> requests(String method) {
        return sent.stream()
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .filter(request -> request.method().equals(method))
                .toList();
    }

    /** The call of this tool that left last. */
    public Request tool(String name) {
        return requests(Method.TOOLS_CALL).stream()
                .filter(request -> name.equals(params(request).text("name")))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException(name + " has not left"));
    }

    public boolean hasLeft(String tool) {
        return requests(Method.TOOLS_CALL).stream()
                .anyMatch(request -> tool.equals(params(request).text("name")));
    }

    private static Json params(Request request) {
        return request.params() == null ? Json.EMPTY_OBJECT : request.params();
    }

    public boolean isClosed() {
        return closed;
    }

    public List<String> released() {
        return released;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Link connect(Link.Listener hears) {
        if (lacksAClass) {
            throw new NoClassDefFoundError("left out");
        }
        listener = hears;
        return this;
    }

    @Override
    public void request(Request request, Link.Stream stream) {
        sent.add(request);
        streams.put(request.id().toString(), stream);
    }

    @Override
    public void send(Message message) {
        sent.add(message);
    }

    @Override
    public void release(Link.Stream stream) {
        streams.forEach((id, held) -> {
            if (held == stream) {
                released.add(id);
            }
        });
    }

    @Override
    public void press(Link.Stream stream, boolean tooMuch) {}

    @Override
    public void opened(Revision revision) {}

    @Override
    public boolean attributes() {
        return attributes;
    }

    @Override
    public void close() {
        closed = true;
    }
}

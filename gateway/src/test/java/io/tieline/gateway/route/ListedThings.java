package io.tieline.gateway.route;

import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Things that scripted servers list, and what clients do with them. */
final class ListedThings {

    private ListedThings() {}

    /** The server lists these resources, and says its text for each URI that is read. */
    static ScriptedServer resources(ScriptedServer server, String text, String... uris) {
        lists(server, ListKind.RESOURCES, item -> item, uris);
        return reads(server, text);
    }

    /** The server lists these templates, and says its text for each URI that is read. */
    static ScriptedServer templates(ScriptedServer server, String text, String... templates) {
        lists(server, ListKind.TEMPLATES, item -> item, templates);
        return reads(server, text);
    }

    /** The server says this text for each URI that is read. */
    static ScriptedServer reads(ScriptedServer server, String text) {
        return server.on(Method.RESOURCES_READ, request -> request.answer(contents(request, text)));
    }

    private static Json contents(ReceivedRequest request, String text) {
        var content = Json.object("uri", request.params().text("uri"), "text", text);
        return Json.object("contents", Json.array(List.of(content)));
    }

    /** The server lists these prompts, and says its text for each of them. */
    static ScriptedServer prompts(ScriptedServer server, String text, String... names) {
        lists(server, ListKind.PROMPTS, item -> item, names);
        return server.on(
                Method.PROMPTS_GET,
                request ->
                        request.answer(
                                Json.object(
                                        "description",
                                        text + ": " + request.params().text("name"),
                                        "messages",
                                        Json.EMPTY_ARRAY)));
    }

    /** The server lists these things, each changed so. */
    static ScriptedServer lists(
            ScriptedServer server, ListKind kind, UnaryOperator<Json> change, String... keys) {
        var items = Arrays.stream(keys).map(key -> change.apply(item(kind, key))).toList();
        return server.on(
                kind.method(),
                request -> request.answer(Json.object(kind.member(), Json.array(items))));
    }

    private static Json item(ListKind kind, String key) {
        var item = Json.object("name", key);
        return kind.isNamed() ? item : item.with(kind.key(), Json.string(key));
    }

    /** The keys of what the client is listed, in order. */
    static List<String> keys(RecordedClient client, ListKind kind) {
        return FederationWorld.names(list(client, kind), kind.member(), kind.key());
    }

    static Json list(RecordedClient client, ListKind kind) {
        return client.request(kind.method(), Json.EMPTY_OBJECT).result();
    }

    /** What the client reads under this URI: the text, and the URI that the answer names. */
    static String read(RecordedClient client, String uri) {
        var content =
                client.request(Method.RESOURCES_READ, Json.object("uri", uri))
                        .result()
                        .list("contents")
                        .getFirst();
        return content.text("text") + " " + content.text("uri");
    }

    /** The URIs that a server was asked for, by requests of this method. */
    static List<String> uris(ScriptedServer server, String method) {
        return server.requests(method).stream().map(one -> one.params().text("uri")).toList();
    }

    /** What these notifications say under this name. */
    static List<String> told(List<Notification> notifications, String name) {
        return notifications.stream().map(one -> one.json().text("params", name)).toList();
    }

    static Json link(String uri) {
        return Json.object("type", "resource_link", "uri", uri, "name", uri);
    }

    static Json content(Json... blocks) {
        return Json.object("content", Json.array(List.of(blocks)));
    }
}

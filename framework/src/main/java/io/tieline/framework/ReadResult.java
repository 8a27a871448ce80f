package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What reading a resource gives: one item, or several under URIs of their own (all revisions,
 * "Reading Resources").
 *
 * @param json the result as it stands on the wire
 */
public record ReadResult(Json json) {

    /** One item of text. */
    public static ReadResult text(String uri, String text) {
        return of(Resource.Contents.text(uri, text));
    }

    /** One item of bytes. */
    public static ReadResult bytes(String uri, byte[] bytes) {
        return of(Resource.Contents.bytes(uri, bytes));
    }

    /** These items. */
    public static ReadResult of(Resource.Contents... items) {
        return new ReadResult(
                Json.object(
                        "contents",
                        Json.array(Stream.of(items).map(Resource.Contents::json).toList())));
    }

    /** The items. */
    public List<Resource.Contents> contents() {
        return JsonMembers.elements(json, "contents").stream().map(Resource.Contents::new).toList();
    }

    /** The text of all items that are text, a line break between them. */
    public String text() {
        return contents().stream()
                .flatMap(item -> textOf(item.text()))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<String> textOf(@Nullable String text) {
        return text == null ? Stream.empty() : Stream.of(text);
    }

    /** The member {@code _meta}, or an empty object. */
    public Json meta() {
        return JsonMembers.object(json, "_meta");
    }

    /** The same result with any other member: {@code _meta}. */
    public ReadResult with(String member, Json value) {
        return new ReadResult(json.with(member, value));
    }
}

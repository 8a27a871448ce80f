package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of content blocks, as they are read and written by the types of this package. */
final class Blocks {

    private Blocks() {}

    /** The member {@code content} of this object: blocks, or a single one. */
    static List<Content> of(Json object) {
        var content = object.get("content");
        if (content != null && content.isObject()) {
            return List.of(Content.of(content));
        }
        return JsonMembers.elements(object, "content").stream().map(Content::of).toList();
    }

    /** All text blocks, a line break between them. */
    static String joined(List<Content> blocks) {
        return blocks.stream()
                .filter(Content.Text.class::isInstance)
                .map(block -> ((Content.Text) block).text())
                .collect(Collectors.joining("\n"));
    }

    /** These blocks as they stand on the wire. */
    static Json json(List<? extends Content> blocks) {
        return Json.array(blocks.stream().map(Content::json).toList());
    }
}

package io.tieline.examples;

import io.tieline.framework.McpServer;
import io.tieline.framework.Tool;
import java.util.Objects;

/** A server that keeps something for each client between its calls. */
public final class Notes {

    private Notes() {}

    // region notes
    record Note(String text) {}

    static McpServer notes() {
        return McpServer.named("notes", "1.0")
                .tool(
                        Tool.of("write", "Keeps a note for this session"),
                        Note.class,
                        (context, note) -> {
                            context.state().set("note", note.text());
                            return "Kept.";
                        })
                .tool(
                        Tool.of("read", "The note of this session"),
                        (context, arguments) -> {
                            var note = context.state().get("note", String.class);
                            return Objects.requireNonNullElse(note, "No note.");
                        })
                .build();
    }
    // endregion
}

package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.framework.Content;
import io.tieline.framework.Resource;
import io.tieline.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a server answered: text as it is, files into files, the rest as JSON. */
final class Answers {

    private final Screen screen;
    private final ResultFiles files;

    Answers(Screen screen, ResultFiles files) {
        this.screen = screen;
        this.files = files;
    }

    /** The blocks of a result, one after the other. */
    void show(List<Content> blocks) throws UsageException {
        for (var block : blocks) {
            show(block);
        }
    }

    private void show(Content block) throws UsageException {
        switch (block) {
            case Content.Text text -> text(text.text());
            case Content.Image image -> file(image.data(), image.mimeType());
            case Content.Audio audio -> file(audio.data(), audio.mimeType());
            case Content.Link link -> link(link.resource());
            case Content.Embedded embedded -> contents(embedded.contents());
            case Content.ToolUse use -> screen.answer(Pretty.of(use.json()));
            case Content.ToolResult result -> screen.answer(Pretty.of(result.json()));
            case Content.Other other -> screen.answer(Pretty.of(other.json()));
        }
    }

    /** What was read under one URI. */
    void contents(Resource.Contents contents) throws UsageException {
        var text = contents.text();
        var bytes = contents.bytes();
        if (text != null) {
            text(text);
        } else if (bytes != null) {
            file(bytes, contents.mimeType());
        }
    }

    /** Any JSON, for people. */
    void json(Json value) {
        screen.answer(Pretty.of(value));
    }

    /** On a terminal a stranger's text must not steer it; elsewhere it passes as it is. */
    private void text(String text) {
        screen.answer(screen.width() > 0 ? OneLine.paragraphs(text) : text);
    }

    private void file(byte[] content, @Nullable String mimeType) throws UsageException {
        var written = files.write(content, mimeType);
        screen.answer(
                written
                        + " ("
                        + (mimeType == null ? "" : OneLine.of(mimeType) + ", ")
                        + content.length
                        + " bytes)");
    }

    private void link(Resource resource) {
        screen.answer(OneLine.of(resource.uri() + " (" + resource.json().text("name") + ")"));
    }
}

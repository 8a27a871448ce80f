package io.tieline.app.record;

import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A recorded file that was read: what was said on each connection, in the order in which they were
 * opened. Not to be changed.
 *
 * @param server the server's name
 */
public record Recording(String server, List<Dialogue> dialogues) {

    /** By this a file is known. */
    static final String KIND = "recording";

    static final int VERSION = 1;

    public Recording {
        dialogues = List.copyOf(dialogues);
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no recording; the message says what is wrong and in
     *     which line
     */
    public static Recording read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var head = lines.isEmpty() ? Json.EMPTY_OBJECT : json(1, lines.getFirst());
        if (!KIND.equals(head.text("tieline"))) {
            throw new IllegalArgumentException("is no recording; tieline record FILE writes one");
        }
        if (head.integer("version").orElse(0) != VERSION) {
            throw new IllegalArgumentException("was written by another version of Tieline");
        }
        var links = new TreeMap<Integer, Dialogue>();
        for (int i = 1; i < lines.size(); i++) {
            var entry = entry(i + 1, lines.get(i));
            links.computeIfAbsent(entry.link(), _ -> new Dialogue()).add(entry);
        }
        var server = head.text("server");
        return new Recording(server == null ? KIND : server, new ArrayList<>(links.values()));
    }

    private static Json json(int line, String text) {
        try {
            return Json.of(text);
        } catch (IllegalArgumentException notJson) {
            throw new IllegalArgumentException("line " + line + " is no JSON", notJson);
        }
    }

    private static Entry entry(int line, String text) {
        var json = json(line, text);
        try {
            return Entry.of(line, json);
        } catch (IllegalArgumentException other) {
            throw new IllegalArgumentException("line " + line + " " + other.getMessage(), other);
        } catch (MalformedException broken) {
            throw new IllegalArgumentException(
                    "line " + line + " holds no message: " + broken.getMessage(), broken);
        }
    }

    /** Says whether each request had a stream of its own. */
    boolean hasStreams() {
        return dialogues.stream().anyMatch(Dialogue::hasStreams);
    }

    /** How many requests of the client are in it. */
    long requests() {
        return dialogues.stream()
                .flatMap(one -> one.flows().stream())
                .filter(flow -> flow.request() != null)
                .count();
    }
}

package io.tieline.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page in Markdown of which one part is written by a run, between two comments. */
public final class Page {

    private static final String BEGIN = "<!-- written by bench/run: begin -->\n";
    private static final String END = "<!-- written by bench/run: end -->\n";

    private Page() {}

    /**
     * Puts a run in place of the last one, and its picture beside the page.
     *
     * @throws IOException if the page cannot be read or written, or has no such part
     */
    public static void write(Path page, Report report) throws IOException {
        var picture =
                page.resolveSibling(String.valueOf(page.getFileName()).replace(".md", ".svg"));
        Files.writeString(picture, Picture.of(report));
        var image = "![What a call costs](" + picture.getFileName() + ")\n\n";
        Files.writeString(page, replaced(Files.readString(page), image + Markdown.of(report)));
    }

    static String replaced(String page, String part) throws IOException {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("the page has no part between " + BEGIN + "and " + END.strip());
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + part + "\n" + page.substring(end);
    }
}

package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A reader who follows a link arrives. */
final class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        var pages = Pages.all();
        assertThat(pages).isNotEmpty();
        assertThat(pages).flatMap(LinksTest::deadEnds).isEmpty();
    }

    private static List<String> deadEnds(Path page) {
        return LINK.matcher(Pages.text(page))
                .results()
                .filter(link -> !link.group(1).contains(":"))
                .filter(link -> !arrives(page, link))
                .map(link -> Pages.root().relativize(page) + ": " + link.group())
                .toList();
    }

    private static boolean arrives(Path page, MatchResult link) {
        var folder = Objects.requireNonNull(page.getParent());
        var target = link.group(1).isEmpty() ? page : folder.resolve(link.group(1));
        var anchor = link.group(2);
        return Files.exists(target) && (anchor == null || hasHeading(target, anchor));
    }

    private static boolean hasHeading(Path target, String anchor) {
        return HEADING.matcher(Pages.text(target))
                .results()
                .anyMatch(heading -> anchorOf(heading.group(1)).equals(anchor));
    }

    /** As git hosts make it of a heading. */
    private static String anchorOf(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}

package io.tieline.http.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page of HTML says to a person: its title, or else the text between its tags. Reads the
 * page in time that grows with its length alone, however many tags are left open in it: where a tag
 * ends is looked for once, and what was not found is not looked for again. Confined to one thread.
 */
final class PageText {

    /** What stands between the tags of these is not shown. */
    private static final List<String> UNSEEN = List.of("script", "style", "head");

    private final String page;
    private final String lower;

    /** Where each text was looked for and not found. */
    private final Map<String, Integer> missing = new HashMap<>();

    PageText(String page) {
        this.page = page;
        this.lower = lower(page);
    }

    /** In lower case letter by letter, so that both have the same positions. */
    private static String lower(String text) {
        var letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(letters[i]);
        }
        return new String(letters);
    }

    String said() {
        var title = title();
        return title == null || title.isBlank() ? shown() : title;
    }

    private @Nullable String title() {
        int tag = lower.indexOf("<title");
        int begin = tag < 0 ? -1 : lower.indexOf('>', tag);
        int end = begin < 0 ? -1 : lower.indexOf("</title", begin);
        return end < 0 ? null : page.substring(begin + 1, end);
    }

    private String shown() {
        var shown = new StringBuilder();
        int at = 0;
        while (at < page.length()) {
            int tag = page.indexOf('<', at);
            int behind = tag < 0 ? -1 : behind(tag);
            if (behind < 0) {
                break;
            }
            shown.append(page, at, tag).append(' ');
            at = behind;
        }
        return shown.append(page, at, page.length()).toString();
    }

    /** Where what begins with this tag is over; negative if it is not. */
    private int behind(int tag) {
        for (var name : UNSEEN) {
            if (lower.startsWith(name, tag + 1) && !isLetter(tag + 1 + name.length())) {
                int end = find("</" + name, tag);
                int behind = end < 0 ? -1 : find(">", end);
                if (behind >= 0) {
                    return behind + 1;
                }
            }
        }
        int end = find(">", tag);
        return end < 0 ? -1 : end + 1;
    }

    private boolean isLetter(int at) {
        return at < lower.length() && Character.isLetterOrDigit(lower.charAt(at));
    }

    private int find(String text, int from) {
        if (missing.getOrDefault(text, Integer.MAX_VALUE) <= from) {
            return -1;
        }
        int found = lower.indexOf(text, from);
        if (found < 0) {
            missing.put(text, from);
        }
        return found;
    }
}

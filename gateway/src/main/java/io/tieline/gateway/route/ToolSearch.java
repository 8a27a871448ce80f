package io.tieline.gateway.route;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tools of one list by words of their names, titles, descriptions and arguments, for
 * clients that are not shown them all. Ranked by Okapi BM25; tools of the same rank come in the
 * order of the list, so that the same list and query have one answer. Immutable.
 */
final class ToolSearch {

    /** The name of the tool that finds others. */
    static final String FIND = "search_tools";

    /** The name of the tool that calls what was found. */
    static final String CALL = "call_tool";

    /** A longer query is read up to here, in characters. */
    static final int LONGEST_QUERY = 1_000;

    /** So many tools are found at the most. */
    static final int MOST_FOUND = 50;

    /** So many are found if nobody says how many. */
    static final int USUALLY_FOUND = 10;

    /** What is read of one tool, in characters: no honest one says as much. */
    static final int LONGEST_TEXT = 16_384;

    /** The tool {@value #FIND}, as listed. */
    static final Json FINDER =
            Json.of(
                    """
                    {"name":"search_tools","title":"Search tools","description":"Finds tools by words: what is to be done, or parts of a name. Answers with the definitions of the tools that fit best, the best first. Call one of them with call_tool.","inputSchema":{"type":"object","properties":{"query":{"type":"string","description":"Words to look for.","maxLength":1000},"limit":{"type":"integer","description":"How many tools to find at the most.","minimum":1,"maximum":50,"default":10}},"required":["query"]},"annotations":{"readOnlyHint":true,"openWorldHint":false}}\
                    """);

    /** The tool {@value #CALL}, as listed. */
    static final Json CALLER =
            Json.of(
                    """
                    {"name":"call_tool","title":"Call a tool","description":"Calls a tool that search_tools has found, and answers as that tool does.","inputSchema":{"type":"object","properties":{"name":{"type":"string","description":"The name of the tool, as it was found."},"arguments":{"type":"object","description":"The arguments of the tool, as its inputSchema says."}},"required":["name"]}}\
                    """);

    /** A word of the name or title tells more than one of the description. */
    private static final int NAME_WEIGHT = 3;

    /** How soon more of the same word counts no more. */
    private static final double SATURATION = 1.2;

    /** How much a long text counts less. */
    private static final double BY_LENGTH = 0.75;

    /** How often a tool has a word. */
    private record Posting(int tool, int count) {}

    private final List<Json> tools;
    private final Map<String, List<Posting>> postings = new HashMap<>();
    private final int[] lengths;
    private final double averageLength;

    /**
     * Reads the tools once, in time that grows with their bytes.
     *
     * @param tools as clients would see them listed, in this order
     */
    ToolSearch(List<Json> tools) {
        this.tools = List.copyOf(tools);
        this.lengths = new int[tools.size()];
        for (int i = 0; i < lengths.length; i++) {
            int tool = i;
            new Text(tools.get(i))
                    .counts.forEach((word, count) -> {
                        lengths[tool] += count;
                        postings.computeIfAbsent(word, _ -> new ArrayList<>(1))
                                .add(new Posting(tool, count));
                    });
        }
        this.averageLength = IntStream.of(lengths).average().orElse(0);
    }

    /** The words of one tool with their weights, until it has said enough. */
    private static final class Text {
        private final Map<String, Integer> counts = new HashMap<>();
        private int left = LONGEST_TEXT;

        Text(Json tool) {
            add(tool.text("name"), NAME_WEIGHT);
            add(tool.text("title"), NAME_WEIGHT);
            add(tool.text("description"), 1);
            for (var argument : tool.part("inputSchema", "properties").members()) {
                if (left == 0) {
                    break;
                }
                add(argument.name(), 1);
                add(argument.value().text("description"), 1);
            }
        }

        private void add(@Nullable String text, int weight) {
            if (text != null && left > 0) {
                var read = text.substring(0, Math.min(text.length(), left));
                left -= read.length();
                Words.of(read).forEach(word -> counts.merge(word, weight, Integer::sum));
            }
        }
    }

    /**
     * The tools that fit best, the best first. Those that have none of the words are not found; a
     * query without a word finds the first of the list.
     *
     * @param query read up to {@link #LONGEST_QUERY}
     * @param limit how many to find at the most, 1 to {@link #MOST_FOUND}; beyond, the nearest
     */
    List<Json> find(String query, long limit) {
        var words = words(query);
        var scores = new double[tools.size()];
        words.forEach(word -> score(word, scores));
        return IntStream.range(0, scores.length)
                .filter(tool -> words.isEmpty() || scores[tool] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer tool) -> scores[tool]).reversed())
                .limit(Math.clamp(limit, 1, MOST_FOUND))
                .map(tools::get)
                .toList();
    }

    private static Set<String> words(String query) {
        int end = Math.min(query.length(), LONGEST_QUERY);
        return new LinkedHashSet<>(Words.of(query.substring(0, end)));
    }

    private void score(String word, double[] scores) {
        var found = postings.getOrDefault(word, List.of());
        double others = tools.size() - found.size();
        double rarity = Math.log(1 + (others + 0.5) / (found.size() + 0.5));
        for (var posting : found) {
            double length = lengths[posting.tool()] / averageLength;
            double dampened = SATURATION * (1 - BY_LENGTH + BY_LENGTH * length);
            scores[posting.tool()] +=
                    rarity * posting.count() * (SATURATION + 1) / (posting.count() + dampened);
        }
    }
}

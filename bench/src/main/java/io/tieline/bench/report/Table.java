package io.tieline.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in Markdown that can be read in a terminal too. The first column is text, others are not.
 */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        var widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(column ->
                                rows.stream().mapToInt(row -> width(row, column)).max().orElse(0))
                        .boxed()
                        .toList();
        var rule =
                IntStream.range(0, widths.size())
                        .mapToObj(i -> "-".repeat(widths.get(i) + 1) + (i == 0 ? "-" : ":"))
                        .collect(Collectors.joining("|", "|", "|\n"));
        var lines = rows.stream().map(row -> line(row, widths)).toList();
        return lines.getFirst() + rule + String.join("", lines.subList(1, lines.size()));
    }

    private static int width(List<String> row, int column) {
        return row.size() > column ? row.get(column).length() : 0;
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, widths.size())
                .mapToObj(i -> {
                    var cell = i < row.size() ? row.get(i) : "";
                    var space = " ".repeat(widths.get(i) - cell.length());
                    return i == 0 ? cell + space : space + cell;
                })
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}

package io.tieline.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in Markdown that can be read in a terminal too. The first column is text, others are not;
 * a column in which nothing is known is left out.
 */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row; cells that are missing at its end are empty. */
    void add(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        var columns =
                IntStream.range(0, rows.getFirst().size()).filter(this::isKnown).boxed().toList();
        return lines(
                rows.stream()
                        .map(row -> columns.stream().map(column -> cell(row, column)).toList())
                        .toList());
    }

    private boolean isKnown(int column) {
        return column == 0
                || rows.stream()
                        .skip(1)
                        .map(row -> cell(row, column))
                        .anyMatch(cell -> !cell.isEmpty() && !cell.equals(Figures.NONE));
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }

    private static String lines(List<List<String>> shown) {
        var widths =
                IntStream.range(0, shown.getFirst().size())
                        .map(i ->
                                shown.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                        .boxed()
                        .toList();
        var rule =
                IntStream.range(0, widths.size())
                        .mapToObj(i -> "-".repeat(widths.get(i) + 1) + (i == 0 ? "-" : ":"))
                        .collect(Collectors.joining("|", "|", "|\n"));
        var lines = shown.stream().map(row -> line(row, widths)).toList();
        return lines.getFirst() + rule + String.join("", lines.subList(1, lines.size()));
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, widths.size())
                .mapToObj(i -> {
                    var cell = row.get(i);
                    var space = " ".repeat(widths.get(i) - cell.length());
                    return i == 0 ? cell + space : space + cell;
                })
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}

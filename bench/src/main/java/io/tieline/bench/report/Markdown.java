package io.tieline.bench.report;

import java.util.stream.Collectors;

/** A run as Markdown: what it was made on, each workload's table, and what follows from them. */
public final class Markdown {

    private Markdown() {}

    /** All of it. */
    public static String of(Report report) {
        return head(report)
                + "\n"
                + report.results().stream().map(ResultsTable::of).collect(Collectors.joining("\n"))
                + conclusions(report);
    }

    /** The machine, the command, and who is absent. */
    public static String head(Report report) {
        var absent =
                report.absent().stream().map(it -> "- " + it + "\n").collect(Collectors.joining());
        return "Run on "
                + report.when().toString().substring(0, 10)
                + " by `"
                + report.command()
                + "` on "
                + report.machine()
                + ".\n"
                + (absent.isEmpty() ? "" : "\n" + absent);
    }

    /** What is said about several workloads together; empty if there is nothing to. */
    public static String conclusions(Report report) {
        var marks = Marks.table(report);
        return Questions.table(report)
                        .map(table -> "\n### What a question costs\n\n" + table)
                        .orElse("")
                + (marks.isEmpty() ? "" : "\n### Marks\n\n" + marks);
    }
}

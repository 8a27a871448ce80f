package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Sample;
import io.tieline.bench.compare.Spread;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * What Tieline sets itself as a mark, beside what it reached. What was not measured is not there.
 */
final class Marks {

    private static final String TIELINE = "tieline";

    private final Report report;
    private final Table table = new Table("figure", "mark", "measured", "met");
    private boolean any;

    private Marks(Report report) {
        this.report = report;
    }

    /** As a table; empty if nothing was measured that has a mark. */
    static String table(Report report) {
        var marks = new Marks(report);
        marks.besideNginx();
        marks.addedLatency();
        marks.questions();
        marks.besidePeers();
        return marks.any ? marks.table.toString() : "";
    }

    private void besideNginx() {
        atMostTimesNginx("plain-200", 1.6);
        atMostTimesNginx("plain-100k", 1.2);
        atMostTimesNginx("stream-5", 1.5);
        atMostTimesNginx("stateless-200", 1.6);
        onIoUring();
    }

    private void onIoUring() {
        var spread =
                report.find("plain-200")
                        .flatMap(results ->
                                measured(results, "tieline-uring").map(results::timesNginx));
        if (spread.isPresent()) {
            atMost("plain-200 on io_uring: CPU per call, × nginx", 1.1, spread);
        }
    }

    private void atMostTimesNginx(String workload, double mark) {
        report.find(workload)
                .ifPresent(results ->
                        atMost(
                                workload + ": CPU per call, × nginx",
                                mark,
                                measured(results).map(results::timesNginx)));
    }

    private void addedLatency() {
        report.find("connections-1")
                .ifPresent(results -> {
                    var nginx = results.of("nginx");
                    var theirs = nginx == null ? "" : Figures.median(results.added(nginx));
                    atMost(
                            "one connection: p50 over direct, µs (nginx: " + theirs + ")",
                            60,
                            measured(results).map(results::added));
                });
    }

    private void questions() {
        var plain = report.find("plain-200");
        for (var name : List.of("ask", "ask-stateless", "ask-to-stateless", "ask-to-handshake")) {
            var results = report.find(name);
            if (plain.isPresent() && results.isPresent()) {
                atMost(
                        name + ": CPU per message, × a plain call's",
                        3,
                        measured(results.get())
                                .map(row -> Questions.timesPlain(plain.get(), results.get(), row)));
            }
        }
    }

    private void besidePeers() {
        for (var peer : List.of("mcp-proxy", "supergateway")) {
            besidePeer("stdio-200", peer, "calls/s", Marks::rate, 5, true);
            besidePeer("stdio-200", peer, "CPU per call", Marks::cpu, 1 / 3.0, false);
        }
        besidePeer("plain-100k", "nginx-default", "CPU per call", Marks::cpu, 1.2, false);
        besidePeer("plain-200", "fastmcp", "calls/s", Marks::rate, 50, true);
    }

    private static double rate(Sample its, Sample theirs) {
        return its.perSecond() / theirs.perSecond();
    }

    private static double cpu(Sample its, Sample theirs) {
        return its.cpu() / theirs.cpu();
    }

    private void besidePeer(
            String workload,
            String peer,
            String what,
            ToDoubleBiFunction<Sample, Sample> figure,
            double mark,
            boolean least) {
        var results = report.find(workload);
        if (results.isEmpty() || results.get().of(peer) == null) {
            return;
        }
        var spread =
                measured(results.get())
                        .map(row -> row.beside(results.get().of(peer), figure))
                        .filter(Spread::isKnown);
        add(workload + ": " + what + ", × " + peer, mark, spread, least);
    }

    private static Optional<Row> measured(Results results) {
        return measured(results, TIELINE);
    }

    private static Optional<Row> measured(Results results, String subject) {
        return Optional.ofNullable(results.of(subject))
                .filter(row -> row.state() == State.MEASURED);
    }

    private void atMost(String figure, double mark, Optional<Spread> spread) {
        add(figure, mark, spread.filter(Spread::isKnown), false);
    }

    private void add(String figure, double mark, Optional<Spread> spread, boolean least) {
        any = true;
        table.add(
                figure,
                (least ? "≥ " : "≤ ") + Figures.number(mark),
                spread.map(Figures::ratio).orElse(Figures.NONE),
                spread.map(it -> least ? it.median() >= mark : it.median() <= mark)
                        .map(met -> met ? "yes" : "no")
                        .orElse(Figures.NONE));
    }
}

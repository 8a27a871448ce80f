package io.tieline.bench.jmh;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/**
 * What one operation costs.
 *
 * @param name of the benchmark, without its package
 * @param parameters by their names
 * @param nanos for one operation
 * @param error half the width of the interval that holds the mean in 99.9 of 100 cases; not a
 *     number if measured too seldom
 * @param bytes allocated by one operation
 */
public record Measured(
        String name, Map<String, String> parameters, double nanos, double error, double bytes) {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @SuppressWarnings("rawtypes") // of JMH
    static Measured of(RunResult result) {
        var given = result.getParams();
        var parameters = new TreeMap<String, String>();
        given.getParamsKeys().forEach(key -> parameters.put(key, given.getParam(key)));
        var primary = result.getPrimaryResult();
        double bytes =
                result.getSecondaryResults().entrySet().stream()
                        .filter(secondary -> secondary.getKey().endsWith(ALLOCATED))
                        .mapToDouble(secondary -> secondary.getValue().getScore())
                        .findFirst()
                        .orElse(Double.NaN);
        return new Measured(
                simple(given.getBenchmark()),
                parameters,
                primary.getScore(),
                primary.getScoreError(),
                bytes);
    }

    private static String simple(String benchmark) {
        int method = benchmark.lastIndexOf('.');
        int type = benchmark.lastIndexOf('.', method - 1);
        return benchmark.substring(type + 1).replace("Benchmark.", ".");
    }

    /** The name, and behind it the parameters. */
    public String title() {
        return parameters.isEmpty()
                ? name
                : name
                        + parameters.entrySet().stream()
                                .map(it ->
                                        it.getKey().equals("size")
                                                ? it.getValue()
                                                : it.getKey() + " " + it.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }
}

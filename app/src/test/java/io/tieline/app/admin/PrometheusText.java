package io.tieline.app.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus, strictly: what it does not know is an error. */
record PrometheusText(List<Sample> samples) {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String TEXT = "\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern LABEL = Pattern.compile("(" + NAME + ")=(" + TEXT + "),?");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{((?:" + NAME + "=" + TEXT + ",?)*)})? (\\S+)");

    /** One line of it. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static PrometheusText parse(String text) {
        return new PrometheusText(
                text.lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(PrometheusText::sample)
                        .toList());
    }

    private static Sample sample(String line) {
        var parts = SAMPLE.matcher(line);
        if (!parts.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        var labels = new LinkedHashMap<String, String>();
        var written = parts.group(2) == null ? "" : parts.group(2);
        var each = LABEL.matcher(written);
        while (each.find()) {
            var value = each.group(2);
            labels.put(each.group(1), value.substring(1, value.length() - 1));
        }
        return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3)));
    }

    /** The sum of all series of this name. */
    double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The values of a label in the series of this name, each once. */
    List<String> values(String name, String label) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .map(sample -> sample.labels().getOrDefault(label, ""))
                .distinct()
                .toList();
    }
}

package io.tieline.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.bench.report.MeasuredTable;
import io.tieline.wire.Limits;
import io.tieline.wire.Message;
import io.tieline.wire.Result;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchmarksTest {

    @Test
    void theProcessorHasFoundAllPartsThatAreMeasured() {
        assertThat(JmhCommand.matching(Pattern.compile("")))
                .extracting(name -> name.replaceAll(".*jmh\\.(\\w+)Benchmark\\..*", "$1"))
                .contains("Parse", "Splice", "Event", "Strand", "Attribution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 B", "4 KB", "100 KB text", "100 KB objects"})
    void sampleMessagesAreValidAndAsLongAsTheyAreCalled(String size) throws Exception {
        var bytes = Samples.named(size);

        int named = Integer.parseInt(size.split(" ", -1)[0]) * (size.contains("K") ? 1_000 : 1);
        assertThat(bytes.length).isBetween(named * 9 / 10, named * 11 / 10);
        assertThat(Message.parse(bytes, Limits.DEFAULT).json().length()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void everyMeasuredCallIsAnswered(int waiting) {
        var benchmark = new AttributionBenchmark();
        benchmark.waiting = waiting;
        benchmark.prepare();

        assertThat(benchmark.plainCall()).isInstanceOf(Result.class);
        assertThat(benchmark.callWithOneReport()).isInstanceOf(Result.class);
        assertThat(benchmark.callWithOneQuestion()).isInstanceOf(Result.class);
    }

    @Test
    void theTableNamesParametersAndLeavesOutAnUnknownError() {
        var one = new Measured("Parse.tieline", Map.of("size", "4 KB"), 812.4, 3.14, 120.02);
        var other = new Measured("Strand.alone", Map.of(), 9.5, Double.NaN, 0);

        assertThat(MeasuredTable.of(List.of(one, other)))
                .isEqualTo(
                        """
                        | operation            |   ns |    ± | bytes allocated |
                        |----------------------|-----:|-----:|----------------:|
                        | Parse.tieline (4 KB) |  812 | 3.14 |             120 |
                        | Strand.alone         | 9.50 |    – |               0 |
                        """);
    }
}

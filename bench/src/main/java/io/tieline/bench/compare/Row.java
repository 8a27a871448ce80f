package io.tieline.bench.compare;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One subject under one workload.
 *
 * @param samples by round; fewer if it failed
 * @param reason why it failed or took no part
 */
public record Row(String subject, State state, List<Sample> samples, @Nullable String reason) {

    /** How it ended. */
    public enum State {
        /** All replies were right. */
        MEASURED,
        /** It did not start, or lost, misrouted or refused a reply. */
        FAILED,
        /** It cannot do this by its nature. */
        CANNOT
    }

    public Row {
        samples = List.copyOf(samples);
    }

    /** One figure over all rounds. */
    public Spread spread(ToDoubleFunction<Sample> figure) {
        return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
    }

    /** One figure beside another subject's of the same round, over all rounds. */
    public Spread beside(@Nullable Row other, ToDoubleBiFunction<Sample, Sample> figure) {
        if (other == null || other.state != State.MEASURED) {
            return Spread.NONE;
        }
        int rounds = Math.min(samples.size(), other.samples.size());
        return Spread.of(
                IntStream.range(0, rounds)
                        .mapToObj(i -> figure.applyAsDouble(samples.get(i), other.samples.get(i)))
                        .toList());
    }

    /** Lost, misrouted and refused replies in all rounds. */
    public long errors() {
        return samples.stream().mapToLong(Sample::errors).sum();
    }
}

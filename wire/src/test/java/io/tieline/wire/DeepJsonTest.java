package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeepJsonTest {
    private static final int DEEPEST = 1000;

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 500, 1000})
    void readsTreesAsDeepAsTheLimit(int depth) throws MalformedException {
        for (String tree : trees(depth)) {
            assertThat(Json.parse(tree.getBytes(UTF_8), Limits.DEFAULT)).hasToString(tree);
        }
    }

    @Test
    void refusesATreeBeyondTheLimitAndNamesTheLimitAndTheOption() {
        for (String tree : trees(DEEPEST + 1)) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> Json.parse(tree.getBytes(UTF_8), Limits.DEFAULT))
                    .withMessageContaining("1000 levels")
                    .withMessageContaining("--max-depth (maxDepth)");
        }
    }

    @Test
    void theDepthOfAMessageCountsFromItself() throws MalformedException {
        String head = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tree\":";
        String fits = head + trees(DEEPEST - 2)[1] + "}}";
        assertThat(Message.parse(fits.getBytes(UTF_8), Limits.DEFAULT).json()).hasToString(fits);
        String tooDeep = head + trees(DEEPEST - 1)[1] + "}}";
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Message.parse(tooDeep.getBytes(UTF_8), Limits.DEFAULT))
                .satisfies(why -> assertThat(why.answers()).isEqualTo(Id.of(1)));
    }

    @Test
    void needsNoStackForDepth() throws Exception {
        int depth = 100_000;
        var limits = new Limits(1 << 24, depth, 1);
        var outcome = new Object[1];
        var small =
                new Thread(
                        null,
                        () -> outcome[0] = readAndEdit(trees(depth - 2)[2], limits),
                        "small",
                        64 * 1024);
        small.start();
        small.join();
        assertThat(outcome[0]).isEqualTo("{}");
    }

    private static Object readAndEdit(String tree, Limits limits) {
        try {
            String text = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tree\":" + tree + "}}";
            var result = (Result) Message.parse(text.getBytes(UTF_8), limits);
            var edited = result.withId(Id.of("other")).withResult(result.result());
            return edited.result().without("tree").toString();
        } catch (MalformedException | RuntimeException | StackOverflowError fault) {
            return fault;
        }
    }

    @Test
    void aLimitMayBeHigherThanTheDefaultButNotBeyondAllMeasure() {
        assertThat(new Limits(1, 100_000, 1).maxDepth()).isEqualTo(100_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 100_001, 1));
    }

    @Test
    void acceptsWhatJacksonAcceptsAndReadsTheSameHoweverDeep() {
        SplittableRandom random = new SplittableRandom(1000);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] tree = tree(random).getBytes(UTF_8);
            if (random.nextInt(3) == 0) {
                tree[random.nextInt(tree.length)] = (byte) "{}[],:\"1 ".charAt(random.nextInt(9));
            }
            if (DifferentialTest.compare(tree)) {
                accepted++;
            } else {
                refused++;
            }
        }
        assertThat(accepted).isGreaterThan(50);
        assertThat(refused).isGreaterThan(50);
    }

    /** Goes down and up at random, mostly down, to about the limit and sometimes beyond. */
    private static String tree(SplittableRandom random) {
        int bottom = DEEPEST - 40 + random.nextInt(45);
        StringBuilder text = new StringBuilder();
        Deque<Character> open = new ArrayDeque<>();
        boolean first = true;
        while (open.size() < bottom) {
            text.append(first ? "" : ",");
            first = true;
            int kind = open.isEmpty() ? random.nextInt(2) : random.nextInt(8);
            if (!open.isEmpty() && open.peek() == '}') {
                text.append("\"n\":");
            }
            if (kind < 6) {
                boolean object = random.nextBoolean();
                text.append(object ? '{' : '[');
                open.push(object ? '}' : ']');
                continue;
            }
            text.append(kind == 6 ? "[]" : "{\"a\":\"}]\"}");
            first = false;
            if (random.nextInt(4) == 0 && open.size() > 1) {
                text.append(open.pop());
            }
        }
        open.forEach(text::append);
        return text.toString();
    }

    /** Of arrays, of objects, and of both in turn. */
    private static String[] trees(int depth) {
        StringBuilder mixed = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        for (int i = 0; i < depth - 1; i++) {
            boolean object = i * 2654435761L % 7 < 3;
            mixed.append(object ? "{\"a\":" : "[1,");
            ends.append(object ? '}' : ']');
        }
        return new String[] {
            "[".repeat(depth) + "]".repeat(depth),
            "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1),
            mixed + "[]" + ends.reverse()
        };
    }
}

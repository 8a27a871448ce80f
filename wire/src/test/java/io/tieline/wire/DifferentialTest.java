package io.tieline.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Threat T15: where two parsers differ, what was authorised is not what is done. */
final class DifferentialTest {
    private static final int DOCUMENTS = 45_000;
    private static final int DAMAGED_EACH = 4;

    @Test
    void acceptsWhatJacksonAcceptsAndReadsTheSame() {
        SplittableRandom random = new SplittableRandom(15);
        RandomJson generator = new RandomJson(random);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] document = generator.document();
            assertThat(compare(document)).as("a valid document").isTrue();
            for (int k = 0; k < DAMAGED_EACH; k++) {
                if (compare(generator.damaged(document))) {
                    accepted++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(List.of(accepted, refused))
                .allSatisfy(count -> assertThat(count).isGreaterThan(DOCUMENTS / 2));
    }

    /** Whether both accept it. */
    static boolean compare(byte[] document) {
        Optional<String> theirs = Jackson.read(document);
        Optional<String> ours;
        try {
            ours = Optional.of(Jackson.account(Json.parse(document.clone(), Limits.DEFAULT)));
        } catch (MalformedException refused) {
            ours = Optional.empty();
        }
        if (!ours.equals(theirs)) {
            throw new AssertionError(
                    "we read %s and Jackson %s in: %s"
                            .formatted(ours, theirs, new String(document, ISO_8859_1)));
        }
        return ours.isPresent();
    }
}

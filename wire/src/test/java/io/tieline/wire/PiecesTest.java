package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PiecesTest {

    @Test
    void holdsWhatWasAddedInItsOrder() {
        SplittableRandom random = new SplittableRandom(3);
        Pieces pieces = new Pieces();
        for (int round = 0; round < 50; round++) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            for (int i = random.nextInt(200); i > 0; i--) {
                byte[] part = new byte[random.nextInt(10_000)];
                random.nextBytes(part);
                pieces.add(part, 0, part.length);
                expected.writeBytes(part);
            }
            assertThat(pieces.length()).isEqualTo(expected.size());
            ByteArrayOutputStream handed = new ByteArrayOutputStream();
            pieces.forEach((bytes, from, to) -> handed.write(bytes, from, to - from));
            assertThat(handed.toByteArray()).isEqualTo(expected.toByteArray());
            if (random.nextInt(3) == 0) {
                pieces.clear();
            } else {
                assertThat(pieces.take()).isEqualTo(expected.toByteArray());
            }
            assertThat(pieces.length()).isZero();
        }
    }

    @Test
    void growsByPiecesInsteadOfByDoubling() {
        Pieces pieces = new Pieces();
        byte[] chunk = new byte[32 * 1024];
        for (int i = 0; i < 2048; i++) {
            pieces.add(chunk, 0, chunk.length);
            assertThat(pieces.reserved()).isLessThanOrEqualTo(pieces.length() + 1024 * 1024);
        }
        assertThat(pieces.take()).hasSize(64 * 1024 * 1024);
        assertThat(pieces.reserved()).isZero();
    }
}

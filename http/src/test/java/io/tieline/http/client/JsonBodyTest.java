package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.wire.Room;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A large message costs memory in proportion, whatever was announced of it. */
final class JsonBodyTest {

    private static final int MIB = 1024 * 1024;
    private static final int LARGE = 40 * MIB;
    private static final int LIMIT = 64 * MIB;

    private final ByteBuf piece = Unpooled.wrappedBuffer(new byte[64 * 1024]);
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is needed once is no cost of a body. */
    @BeforeAll
    static void load() {
        assertThat(Room.UNLIMITED.hold(LIMIT)).isTrue();
    }

    private static HttpHeaders announcing(long length) {
        return new DefaultHttpHeaders().set("Content-Length", length);
    }

    /** How many bytes were allocated in all while a body of this length arrived. */
    private long allocated(HttpHeaders headers, int length) {
        long before = thread.getCurrentThreadAllocatedBytes();
        var body = new JsonBody(headers, LIMIT);
        for (int got = 0; got < length; got += piece.readableBytes()) {
            assertThat(body.add(piece)).isTrue();
        }
        assertThat(body.bytes()).hasSize(length);
        return thread.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aBodyWhoseLengthIsKnownTakesNoMoreThanThat() {
        // 1, 2, 4, .. 32 MiB, each given up for the next, and the whole.
        assertThat(allocated(announcing(LARGE), LARGE)).isLessThan(63 * MIB + LARGE + 4 * MIB);
    }

    @Test
    void aBodyOfUnknownLengthTakesTwiceAsMuchAtTheMost() {
        var unknown = new DefaultHttpHeaders();
        assertThat(allocated(unknown, LARGE)).isLessThan(63 * MIB + LIMIT + LARGE + 4 * MIB);
    }

    @Test
    void anAnnouncementAloneCostsLittle() {
        assertThat(allocated(announcing(LIMIT), piece.readableBytes())).isLessThan(2 * MIB);
        assertThat(allocated(announcing(1L << 40), piece.readableBytes())).isLessThan(2 * MIB);
    }

    @Test
    void aBodyOfUnknownLengthNeedsLittleMoreRoomThanItFills() {
        long most = LARGE + LARGE / 8;
        var body = new JsonBody(new DefaultHttpHeaders(), LIMIT, bytes -> bytes <= most);
        int got = 0;
        while (body.add(piece)) {
            got += piece.readableBytes();
        }
        assertThat(got).isBetween(LARGE, (int) most);
        assertThat(body.isCrowded()).isTrue();
    }

    @Test
    void aBodyBeyondTheLimitIsNotTaken() {
        var body = new JsonBody(new DefaultHttpHeaders(), piece.readableBytes() + 1);
        assertThat(body.add(piece)).isTrue();
        assertThat(body.add(piece)).isFalse();
        assertThat(body.isCrowded()).isFalse();
    }
}

package io.tieline.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections of clients this process has room for. */
final class ConnectionLimit {

    /**
     * How much of the heap there is for each; it takes some four KiB, and there is more to hold.
     */
    private static final long HEAP_FOR_EACH = 16 * 1024;

    /** Backends and programs need the others. */
    private static final int SHARE_OF_FILES = 2;

    private static final long LEAST = 64;

    private ConnectionLimit() {}

    static int most() {
        return most(Runtime.getRuntime().maxMemory(), openFiles());
    }

    /**
     * The same where the heap can grow to so many bytes, and so many files can be open.
     *
     * @return what the scarcer of the two allows
     */
    static int most(long heap, long files) {
        long most = Math.min(heap / HEAP_FOR_EACH, files / SHARE_OF_FILES);
        return Math.toIntExact(Math.clamp(most, LEAST, Integer.MAX_VALUE));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}

package io.tieline.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A run of bytes that grows at its end and is put together once, when it is complete: a long one
 * takes its own length while it grows, and twice that for a moment. Confined to one thread.
 */
final class Pieces {
    private static final int FIRST = 64;

    /** Pieces beyond the first grow with what is there, up to here. */
    private static final int LARGEST = 1024 * 1024;

    /** A larger piece is let go: one long run should not cost memory for ever. */
    private static final int KEPT = 64 * 1024;

    private final Deque<byte[]> full = new ArrayDeque<>(0);
    private byte[] last = {};
    private int inLast;
    private int length;

    int length() {
        return length;
    }

    /** How much memory it takes, in bytes. */
    long reserved() {
        long sum = last.length;
        for (byte[] piece : full) {
            sum += piece.length;
        }
        return sum;
    }

    void add(char ascii) {
        add(new byte[] {(byte) ascii}, 0, 1);
    }

    void add(byte[] source, int offset, int count) {
        int fits = Math.min(count, last.length - inLast);
        System.arraycopy(source, offset, last, inLast, fits);
        inLast += fits;
        int rest = count - fits;
        if (rest > 0) {
            begin(Math.max(rest, Math.min(Math.max(length + fits, FIRST), LARGEST)));
            System.arraycopy(source, offset + fits, last, 0, rest);
            inLast = rest;
        }
        length += count;
    }

    private void begin(int size) {
        if (inLast > 0) {
            full.addLast(last);
        }
        last = new byte[size];
        inLast = 0;
    }

    /** Hands over all of it, piece by piece, in order. */
    void forEach(Sink sink) {
        for (byte[] piece : full) {
            sink.take(piece, 0, piece.length);
        }
        sink.take(last, 0, inLast);
    }

    /** Takes a piece. */
    interface Sink {
        void take(byte[] bytes, int from, int to);
    }

    /** What was added since it was last taken; this is empty afterwards. */
    byte[] take() {
        if (full.isEmpty() && inLast == last.length) {
            byte[] whole = last;
            last = new byte[0];
            clear();
            return whole;
        }
        byte[] whole = new byte[length];
        int at = 0;
        while (!full.isEmpty()) {
            byte[] piece = full.removeFirst();
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, whole, at, inLast);
        clear();
        return whole;
    }

    void clear() {
        full.clear();
        inLast = 0;
        length = 0;
        if (last.length > KEPT) {
            last = new byte[0];
        }
    }
}

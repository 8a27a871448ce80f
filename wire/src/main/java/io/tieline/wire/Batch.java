package io.tieline.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Messages that came as one: a batch, which revision 2025-03-26 alone has ("Base protocol",
 * "Batching"), or several on one line. One that cannot be read says nothing of the others.
 * Immutable once it was read.
 */
public final class Batch {

    /** Reads one of them. */
    interface Reading {
        Message read() throws MalformedException;
    }

    private final List<Message> messages = new ArrayList<>();
    private final List<MalformedException> malformed = new ArrayList<>(0);

    Batch() {}

    /**
     * Reads a batch, and each message of it by itself.
     *
     * @param utf8 kept, not copied: the caller must not change it any more
     * @return one to {@link Limits#maxBatch()} messages, or reasons why one is none
     * @throws MalformedException if no message of it can be told from the next
     */
    public static Batch parse(byte[] utf8, Limits limits) throws MalformedException {
        return MessageReader.batch(utf8, limits);
    }

    /**
     * Reads several messages that stand on one line, though each should have one of its own: two
     * threads of their writer have written at once, or it leaves line ends out. Which is which is
     * plain, so that each is read by itself.
     *
     * @param utf8 kept, not copied: the caller must not change it any more
     * @return empty if this is anything but objects, one behind the other, or too many of them
     */
    public static Batch glued(byte[] utf8, Limits limits) {
        return MessageReader.glued(utf8, limits);
    }

    /** The messages, in their order. */
    public List<Message> messages() {
        return Collections.unmodifiableList(messages);
    }

    /** Why the others are none, in their order. */
    public List<MalformedException> malformed() {
        return Collections.unmodifiableList(malformed);
    }

    void add(Reading reading) {
        try {
            messages.add(reading.read());
        } catch (MalformedException why) {
            malformed.add(why);
        }
    }

    int size() {
        return messages.size() + malformed.size();
    }
}

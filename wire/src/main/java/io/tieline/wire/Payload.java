package io.tieline.wire;

/**
 * What goes on the wire of a message: its bytes as they came, or the same with a few places
 * replaced. Long messages are not copied for the sake of an id: whoever writes one is given it run
 * by run, and only who asks for the {@link #whole} has it put together.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public sealed interface Payload permits Json, Splice {

    /** Takes the runs of a payload, in order. */
    @FunctionalInterface
    interface Sink {

        /** The array must not be changed, and may be kept. */
        void write(byte[] array, int offset, int length);
    }

    /** How many bytes this takes on the wire. */
    int length();

    /** Hands every byte to the sink. */
    void writeTo(Sink sink);

    /** All of it in one run; put together when it is first asked for. */
    Json whole();
}

package io.tieline.session;

import io.tieline.wire.Room;

/**
 * The bytes that one thing of changing size holds of an {@link Account}: a message that arrives,
 * what a reader has not read. Confined to one thread, or guarded by its owner.
 */
public final class Holding implements Room {

    /** The bytes that are not counted: most messages are small, and whole at once. */
    private static final long FREE = 4 * 1024;

    private final Account account;
    private final Budget.Use use;
    private long held;

    /** Holds nothing yet. */
    public Holding(Account account, Budget.Use use) {
        this.account = account;
        this.use = use;
    }

    /** Takes or gives the difference; when there is no room for more, what was held stays held. */
    @Override
    public boolean hold(long bytes) {
        long more = counted(bytes) - held;
        // Noted first: to take may end the owner, who lets go of everything at once.
        held += more;
        if (more > 0 && !account.take(use, more)) {
            held -= more;
            return false;
        }
        account.give(use, -more);
        return true;
    }

    /**
     * As {@link #hold}, of bytes that are there already.
     *
     * @return false if more is held than may be: the owner should let go of something
     */
    public boolean charge(long bytes) {
        long more = counted(bytes) - held;
        held += more;
        boolean fits = more <= 0 || account.charge(use, more);
        account.give(use, -more);
        return fits;
    }

    /** How many of so many bytes are counted: none of a few. */
    public static long counted(long bytes) {
        return bytes <= FREE ? 0 : bytes;
    }
}

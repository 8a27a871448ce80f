package io.tieline.session;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one connection, backend, principal or session may keep of the {@link Budget}, and keeps.
 * Bytes are taken before they are kept and given back, in the same amounts, when they are let go.
 *
 * <p>Safe for use by several threads. Holds on to nothing: who is told that it {@linkplain
 * #onCostliest costs the most} gives back what it has taken itself.
 */
public final class Account implements AutoCloseable {

    private final Budget budget;
    private final @Nullable Account parent;
    private final String name;
    private final long number;
    private final long limit;
    private final Runnable onClosed;
    private final AtomicLong used = new AtomicLong();
    private int lent;
    private volatile Runnable ending = Account::nothing;

    Account(Budget budget, @Nullable Account parent, String name, long number, long limit) {
        this(budget, parent, name, number, limit, Account::nothing);
    }

    private Account(
            Budget budget,
            @Nullable Account parent,
            String name,
            long number,
            long limit,
            Runnable onClosed) {
        this.budget = budget;
        this.parent = parent;
        this.name = name;
        this.number = number;
        this.limit = limit;
        this.onClosed = onClosed;
    }

    private static void nothing() {
        // Whoever has named nobody to be ended is not ended.
    }

    Account open(String child, long most) {
        return open(child, most, Account::nothing);
    }

    Account open(String child, long most, Runnable closed) {
        return new Account(budget, this, child, budget.nextNumber(), Math.max(1, most), closed);
    }

    /** The budget of which it is a part. */
    public Budget budget() {
        return budget;
    }

    /** Whose it is, in a sentence. */
    public String name() {
        return name;
    }

    /** How many bytes it may hold. */
    public long limit() {
        return limit;
    }

    /** How many bytes it holds. */
    public long used() {
        return used.get();
    }

    /** Tells it from every other account of the budget; older ones have smaller numbers. */
    long number() {
        return number;
    }

    /**
     * Takes bytes that are to be kept.
     *
     * @return false if that would be too much for it, for somebody above it, or {@linkplain
     *     Budget.Step#NO_NEW_CALLS at this time}: then nothing was taken, and nothing may be kept
     */
    public boolean take(Budget.Use use, long bytes) {
        if (bytes <= 0) {
            return true;
        }
        if (!budget.permits(used.get() + bytes)) {
            return false;
        }
        if (!add(bytes)) {
            add(-bytes);
            return false;
        }
        budget.used(use, bytes);
        return true;
    }

    /** Adds to it and to all above it; whether each of them then holds no more than it may. */
    private boolean add(long bytes) {
        boolean fits = true;
        for (var account = this; account != null; account = account.parent) {
            fits &= account.used.addAndGet(bytes) <= account.limit;
        }
        return fits;
    }

    /**
     * Takes bytes that are there already, whatever the limits say.
     *
     * @return false if it holds more than it may now: its owner should let go of something
     */
    public boolean charge(Budget.Use use, long bytes) {
        boolean fits = add(bytes);
        budget.used(use, bytes);
        return fits;
    }

    /** Whether it holds more than it may at this time: its owner should let go of something. */
    public boolean isFull() {
        if (!budget.permits(used.get())) {
            return true;
        }
        for (var account = this; account != null; account = account.parent) {
            if (account.used.get() > account.limit) {
                return true;
            }
        }
        return false;
    }

    /** Gives back what was taken or charged, when it is let go. */
    public void give(Budget.Use use, long bytes) {
        if (bytes <= 0) {
            return;
        }
        add(-bytes);
        budget.used(use, -bytes);
    }

    /** The same bytes wait for something else now. */
    public void move(Budget.Use from, Budget.Use to, long bytes) {
        budget.used(from, -bytes);
        budget.used(to, bytes);
    }

    /**
     * Names who is ended when it is this account that holds the most while the budget is nearly
     * exhausted. The task runs on any thread, must not block, and may run more than once.
     */
    public void onCostliest(Runnable task) {
        ending = task;
        budget.mayEnd(this);
    }

    void end() {
        ending.run();
    }

    void lend() {
        lent++;
    }

    /** One of those to whom it was lent needs it no longer; whether that was the last. */
    boolean isReturned() {
        lent--;
        return lent == 0;
    }

    /** It will hold nothing any more; its owner has given everything back. */
    @Override
    public void close() {
        ending = Account::nothing;
        budget.closed(this);
        onClosed.run();
    }
}

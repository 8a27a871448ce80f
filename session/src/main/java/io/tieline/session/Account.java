package io.tieline.session;

import io.tieline.wire.RpcError;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that one connection, backend, principal, session or request may keep of the {@link
 * Budget}, and keeps. Bytes are taken before they are kept and given back, in the same amounts,
 * when they are let go.
 *
 * <p>Safe for use by several threads. A take that is refused is seen by nobody. Holds on to
 * nothing: who is told that it {@linkplain #onCostliest costs the most} gives back what it has
 * taken itself.
 */
public final class Account implements AutoCloseable {

    private final Budget budget;
    private final @Nullable Account parent;
    private final String name;
    private final long limit;
    private final boolean shared;
    private final Runnable onClosed;
    private final AtomicLong used = new AtomicLong();
    private int lent;
    private volatile Runnable ending = Account::nothing;

    /** From how many bytes on something is to be done about it. */
    private volatile long alarm;

    private volatile long number;
    private volatile boolean closed;

    /** The account of all. */
    Account(Budget budget, String name, long limit) {
        this(budget, null, name, limit, false, Account::nothing);
    }

    private Account(
            Budget budget,
            @Nullable Account parent,
            String name,
            long limit,
            boolean shared,
            Runnable onClosed) {
        this.budget = budget;
        this.parent = parent;
        this.name = name;
        this.limit = Math.max(1, limit);
        this.shared = shared;
        this.onClosed = onClosed;
        this.alarm = unalarmed();
    }

    private static void nothing() {
        // Whoever has named nobody to be ended is not ended.
    }

    public Account open(String child, long most) {
        return open(child, most, Account::nothing);
    }

    public Account open(String child, long most, Runnable whenClosed) {
        return new Account(budget, this, child, most, false, whenClosed);
    }

    /** For several, whose sum is bounded by it. */
    Account openShared(String child, long most) {
        return new Account(budget, this, child, most, true, Account::nothing);
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

    /** Tells it from every other account that can be ended; older ones have smaller numbers. */
    long number() {
        return number;
    }

    boolean isBelow(Account other) {
        for (var account = this; account != null; account = account.parent) {
            if (account.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes bytes that are to be kept.
     *
     * @return false if that would be too much for it, or {@linkplain Budget.Step#NO_NEW_CALLS at
     *     this time}, or for somebody above it while it would hold more than a {@linkplain
     *     Budget#modest() modest part}, or for the process: then nothing was taken, and nothing may
     *     be kept
     */
    public boolean take(Budget.Use use, long bytes) {
        if (bytes <= 0) {
            return true;
        }
        long held = used.get() + bytes;
        boolean modest = budget.isModest(held);
        if (!budget.permits(held) || !hasRoom(bytes, modest) || !enter(bytes, modest)) {
            return false;
        }
        entered(use, bytes);
        return true;
    }

    /** Looks before anything is counted, so that others do not see what is refused. */
    private boolean hasRoom(long bytes, boolean modest) {
        for (var account = this; account != null; account = account.parent) {
            if (account.used.get() + bytes > account.bound(this, modest)) {
                return false;
            }
        }
        return true;
    }

    /** Counts level by level, the process last; undone if another was faster. */
    private boolean enter(long bytes, boolean modest) {
        for (var account = this; account != null; account = account.parent) {
            if (!account.rise(bytes, account.bound(this, modest))) {
                for (var below = this; below != account && below != null; below = below.parent) {
                    below.used.addAndGet(-bytes);
                }
                return false;
            }
        }
        return true;
    }

    private boolean rise(long bytes, long most) {
        long held;
        do {
            held = used.get();
            if (held + bytes > most) {
                return false;
            }
        } while (!used.compareAndSet(held, held + bytes));
        return true;
    }

    /** A taker is not refused a modest part because of others who share an account with it. */
    private long bound(Account taker, boolean modest) {
        boolean between = parent != null && !equals(taker);
        return modest && between ? Long.MAX_VALUE : limit;
    }

    private void entered(Budget.Use use, long bytes) {
        budget.used(use, bytes);
        for (var account = this; account != null; account = account.parent) {
            account.look();
        }
    }

    /**
     * Takes bytes that are there already, whatever the limits say.
     *
     * @return false if it holds more than it may now: its owner should let go of something
     */
    public boolean charge(Budget.Use use, long bytes) {
        for (var account = this; account != null; account = account.parent) {
            account.used.addAndGet(bytes);
        }
        boolean fits = hasRoom(0, budget.isModest(used.get()));
        entered(use, bytes);
        return fits;
    }

    /**
     * Says whether it holds more than it may at this time: its owner should let go of something.
     */
    public boolean isFull() {
        long held = used.get();
        return !budget.permits(held) || !hasRoom(0, budget.isModest(held));
    }

    /**
     * The nearest that has hardly any room, itself or who stands above it; null if only all has.
     */
    @Nullable Account full() {
        for (var account = this; account != null; account = account.parent) {
            if (account.parent != null && account.used.get() >= account.limit / 2) {
                return account;
            }
        }
        return null;
    }

    /**
     * The error for one who sent what could not be taken: -31004, whose data say whose part is full
     * and what is done about it.
     *
     * @param what what there is no room for, in a sentence
     */
    public RpcError noRoom(String what) {
        return Refusals.noRoom(this, what);
    }

    /** Gives back what was taken or charged, when it is let go. */
    public void give(Budget.Use use, long bytes) {
        if (bytes <= 0) {
            return;
        }
        for (var account = this; account != null; account = account.parent) {
            account.fall(bytes);
        }
        budget.used(use, -bytes);
    }

    private void fall(long bytes) {
        long held = used.addAndGet(-bytes);
        if (shared && held <= limit && alarm != unalarmed()) {
            alarm = unalarmed();
        }
    }

    /** The same bytes wait for something else now. */
    public void move(Budget.Use from, Budget.Use to, long bytes) {
        budget.used(from, -bytes);
        budget.used(to, bytes);
    }

    /**
     * Names who is ended when it is this account that holds the most while the budget, or what it
     * shares with others, is nearly exhausted. The task runs on any thread, must not block, and may
     * run more than once.
     */
    public void onCostliest(Runnable task) {
        ending = task;
        alarm = budget.little();
        look();
    }

    void end() {
        ending.run();
    }

    private long unalarmed() {
        return shared ? limit + budget.slack() : Long.MAX_VALUE;
    }

    private void look() {
        long held = used.get();
        if (held <= alarm) {
            return;
        }
        if (shared) {
            alarm = held + budget.slack();
            budget.costliest().end(this, held - limit, budget.little());
        } else {
            alarm = Long.MAX_VALUE;
            list();
        }
    }

    /** Those who hold next to nothing, as nearly all do, need not be looked through. */
    private void list() {
        number = budget.nextNumber();
        budget.costliest().add(this);
        if (closed) {
            budget.costliest().remove(this);
        }
    }

    void lend() {
        lent++;
    }

    /** One of those to whom it was lent needs it no longer; whether that was the last. */
    boolean isReturned() {
        lent--;
        return lent == 0;
    }

    /** It will hold nothing any more; its owner gives everything back. Closing twice is silent. */
    @Override
    public void close() {
        if (closesNow()) {
            ending = Account::nothing;
            budget.costliest().remove(this);
            onClosed.run();
        }
    }

    private synchronized boolean closesNow() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}

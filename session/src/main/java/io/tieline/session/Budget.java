package io.tieline.session;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Bounds the bytes that wait in this process: messages that arrive, that are served, that nobody
 * has read yet, that are kept for later. A tree of {@link Account}s: the process, below it its
 * connections, upstreams and principals, below a principal its sessions. Whoever keeps bytes takes
 * them from an account first, and gives them back when it lets go of them.
 *
 * <p>The fuller the budget, the higher its {@link Step}: no new sessions, shorter idle times, no
 * more bytes for whoever holds many, and at last the end of the connections and sessions that hold
 * the most. Whoever holds little, a {@linkplain #modest() modest part}, is served until the last
 * byte is taken, also where all that share an account with him hold what they may together, so that
 * a neighbour of somebody greedy does not pay for him.
 *
 * <p>Safe for use by several threads. Knows no clock and makes no thread: what it {@linkplain
 * #watch tells} and {@linkplain Account#onCostliest ends}, it tells and ends on the thread that
 * takes or gives.
 */
public final class Budget {

    /** For what bytes wait. */
    public enum Use {
        /** A message is not whole yet. */
        ARRIVING("arriving"),
        /** A request is being served. */
        IN_FLIGHT("in flight"),
        /** Its reader has not taken it from us. */
        UNREAD("unread"),
        /** A session or a cache will need it. */
        KEPT("kept"),
        /** A request waits for its client to come back with answers. */
        PARKED("parked"),
        /** A client that was cut off may come back for it. */
        REPLAYED("replayed");

        private final String words;

        Use(String words) {
            this.words = words;
        }

        /** The same in a sentence. */
        public String words() {
            return words;
        }
    }

    /** The steps that a filling budget takes. */
    public enum Step {
        /** Nothing. */
        CALM(0, "everything is served"),
        /** New sessions are refused. */
        NO_NEW_SESSIONS(70, "new sessions are refused"),
        /** Sessions that nobody uses end sooner, and caches are dropped. */
        SHORTER_LIVES(80, "idle sessions end sooner"),
        /** Nobody who holds more than a modest part gets more. */
        NO_NEW_CALLS(85, "messages of whoever holds much are refused"),
        /** Whoever holds the most is ended. */
        COSTLIEST_ENDS(92, "the costliest connections are closed");

        private final int percent;
        private final String words;

        Step(int percent, String words) {
            this.percent = percent;
            this.words = words;
        }

        /** From which part of the budget on, in percent. */
        public int percent() {
            return percent;
        }

        /** The sentence that says what is done at this step. */
        public String words() {
            return words;
        }

        /** How many steps stand below it. */
        private int height() {
            return compareTo(CALM);
        }

        /** Says whether this is what is done at that step, or at a higher one. */
        public boolean isAtLeast(Step other) {
            return compareTo(other) >= 0;
        }
    }

    private static final Step[] STEPS = Step.values();

    /** A budget that nothing exhausts. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE / 256);

    /** A step is left only when so much less is used, lest it flutter; in percent. */
    private static final int SLACK = 3;

    /** When the costliest are ended, it is down to here, in percent. */
    private static final int RELIEF = 80;

    /** Idle sessions live so many times shorter when there is little room. */
    private static final int HURRY = 30;

    /** The bytes that the program needs for itself. */
    private static final long PROGRAM = 24 * 1024 * 1024;

    private static final long LEAST = 8 * 1024 * 1024;
    private static final int SHARES = 2;
    private static final int SHARES_OF_HEAP = 5;

    private static final int PARTS = 1024;
    private static final long KIB = 1024;
    private static final long LEAST_MODEST = 16 * 1024;

    /** Nobody is ended for less than one part in so many of what is modest. */
    private static final int MODEST_PARTS = 4;

    /** The bytes that a session takes before anything is said in it. */
    static final long SESSION = 8 * 1024;

    private final long bytes;
    private final long modest;
    private final Account process;
    private final Map<Use, AtomicLong> uses = new EnumMap<>(Use.class); // never changed once made

    /** From how many bytes on each step is reached, and below how many it is left. */
    private final long[] reachedAt = new long[STEPS.length + 1];

    private final long[] leftBelow = new long[STEPS.length];
    private final Map<Principal, Account> principals = new ConcurrentHashMap<>();
    private final Map<String, Account> upstreams = new ConcurrentHashMap<>();
    private final CostliestAccounts costliest;
    private final AtomicLong numbers = new AtomicLong();
    private final List<Consumer<Step>> watchers = new CopyOnWriteArrayList<>();
    private final Object stepping = new Object();
    private volatile Step step = Step.CALM;
    private volatile long reliefAt;

    /**
     * A budget of which nothing is taken.
     *
     * @param bytes how many bytes may wait in all, at least 1
     */
    public Budget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes is " + bytes + ", below 1");
        }
        this.bytes = bytes;
        for (var use : Use.values()) {
            uses.put(use, new AtomicLong());
        }
        for (int i = 1; i < STEPS.length; i++) {
            reachedAt[i] = part(STEPS[i].percent);
            leftBelow[i] = reachedAt[i] - part(SLACK);
        }
        reachedAt[STEPS.length] = Long.MAX_VALUE;
        leftBelow[0] = Long.MIN_VALUE;
        this.modest = Math.max(LEAST_MODEST, bytes / PARTS);
        this.costliest = new CostliestAccounts(modest);
        this.process = new Account(this, "the process", bytes);
    }

    /**
     * The budget of a program whose heap can grow to so many bytes. The rest is for what does not
     * wait: the program itself, copies that are made on the way, and room for the collector.
     */
    public static Budget ofHeap(long maxBytes) {
        return new Budget(Math.max(LEAST, (maxBytes - PROGRAM) / SHARES_OF_HEAP * SHARES));
    }

    /** How many bytes may wait in all. */
    public long bytes() {
        return bytes;
    }

    /** How many bytes wait. */
    public long used() {
        return process.used();
    }

    /** How many bytes wait for this. */
    public long used(Use use) {
        return counter(use).get();
    }

    /** How much somebody may hold who is still served when others are not, in bytes. */
    public long modest() {
        return modest;
    }

    /** How full it is. */
    public Step step() {
        return step;
    }

    /**
     * Names one who hears of each new step, higher or lower, on the thread that took or gave. Must
     * not block.
     *
     * @return ends that
     */
    public Runnable watch(Consumer<Step> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** An account for one connection of a client: at most half of all. */
    public Account connection() {
        return process.open("this connection", bytes / 2);
    }

    /**
     * An account for one session with the backend of this name: at most half of all, and all
     * sessions with it together at most three quarters. To be {@linkplain Account#close closed}.
     */
    public Account upstream(String name) {
        return below(upstreams, name, "backend " + name, "backend " + name, 0);
    }

    /**
     * An account for one session of this principal: at most half of all, and all sessions of the
     * principal together at most three quarters, of which each takes a little from the beginning.
     * To be {@linkplain Account#close closed}.
     */
    public Account session(Principal principal) {
        return below(principals, principal, "this principal", "this session", SESSION);
    }

    /**
     * A part of what all of that name share, which lives as long as one of its parts. So many bytes
     * are the part's own from the beginning, and not counted among what its owner holds.
     */
    private <K> Account below(Map<K, Account> shared, K key, String all, String label, long fixed) {
        var whole =
                shared.compute(
                        key,
                        (_, known) -> {
                            var account =
                                    known == null ? process.openShared(all, bytes / 4 * 3) : known;
                            account.lend();
                            return account;
                        });
        var _ = whole.charge(Use.KEPT, fixed);
        return whole.open(
                label,
                bytes / 2,
                () -> {
                    whole.give(Use.KEPT, fixed);
                    leave(shared, key);
                });
    }

    private static <K> void leave(Map<K, Account> shared, K key) {
        shared.computeIfPresent(key, (_, account) -> account.isReturned() ? null : account);
    }

    /** How many principals and backends have an open account. */
    public int sharers() {
        return principals.size() + upstreams.size();
    }

    /** Says whether it is too full for new sessions. */
    public boolean refusesSessions() {
        return step.isAtLeast(Step.NO_NEW_SESSIONS);
    }

    /** How long something lives that would live so long if there were room. */
    public Duration life(Duration usual) {
        return step.isAtLeast(Step.SHORTER_LIVES) ? usual.dividedBy(HURRY) : usual;
    }

    // The rest is for the accounts.

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    private AtomicLong counter(Use use) {
        return Objects.requireNonNull(uses.get(use), "every use has one");
    }

    void used(Use use, long more) {
        counter(use).addAndGet(more);
        look();
    }

    /** Says whether one who would then hold so much may take more now. */
    boolean permits(long held) {
        return isModest(held) || !step.isAtLeast(Step.NO_NEW_CALLS);
    }

    /** Says whether one who holds so much is served although others hold what they may. */
    boolean isModest(long held) {
        return held <= modest;
    }

    /** Nobody is ended who holds no more than this. */
    long little() {
        return modest / MODEST_PARTS;
    }

    /** By how much a shared account may be beyond its limit before its costliest are ended. */
    long slack() {
        return part(SLACK);
    }

    CostliestAccounts costliest() {
        return costliest;
    }

    private void look() {
        long used = process.used();
        var now = step;
        int at = now.height();
        if (used >= reachedAt[at + 1]
                || used < leftBelow[at]
                || (now == Step.COSTLIEST_ENDS && used > reliefAt)) {
            change();
        }
    }

    private void change() {
        Step next;
        boolean relieve;
        boolean isNew;
        synchronized (stepping) {
            long used = process.used();
            next = stepOf(used);
            isNew = next != step;
            relieve = next == Step.COSTLIEST_ENDS && (step != next || used > reliefAt);
            if (relieve) {
                reliefAt = used + bytes / 100 * SLACK;
            }
            step = next;
        }
        if (isNew) {
            for (var watcher : watchers) {
                watcher.accept(next);
            }
        }
        if (relieve) {
            costliest.end(process, process.used() - part(RELIEF), little());
        }
    }

    /** Rises at once, and falls with some slack. */
    private Step stepOf(long used) {
        int reached = step.height();
        while (used >= reachedAt[reached + 1]) {
            reached++;
        }
        while (used < leftBelow[reached]) {
            reached--;
        }
        return STEPS[reached];
    }

    private long part(int percent) {
        return bytes / 100 * percent + bytes % 100 * percent / 100;
    }

    /** Says in a sentence how full it is, and of what. */
    public String describe() {
        var text = new StringBuilder();
        text.append(used() / KIB).append(" of ").append(bytes / KIB).append(" KiB are waiting (");
        var separator = "";
        for (var use : Use.values()) {
            text.append(separator).append(use.words).append(' ').append(used(use) / KIB);
            separator = ", ";
        }
        return text.append(')').toString();
    }
}

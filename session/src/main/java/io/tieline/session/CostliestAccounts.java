package io.tieline.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts that hold something and whose owners can be ended, so that what they hold comes
 * back. Those who hold much are ended first. Those who hold little are ended only where it is they
 * who fill the place, so never for what others hold. Safe for use by several threads.
 */
final class CostliestAccounts {

    /** Those who hold little fill the place if they hold this part of it together. */
    private static final int CROWD = 4;

    private static final Comparator<Held> COSTLIEST_FIRST =
            Comparator.comparingLong(Held::bytes)
                    .reversed()
                    .thenComparingLong(held -> held.account.number());

    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
    private final long modest;

    /**
     * @param modest who holds more than this holds much, in bytes
     */
    CostliestAccounts(long modest) {
        this.modest = modest;
    }

    void add(Account account) {
        accounts.add(account);
    }

    void remove(Account account) {
        accounts.remove(account);
    }

    /**
     * Ends those below an account who hold the most, the first of them first, until so much will
     * come back.
     *
     * @param little nobody is ended who holds no more than this, in bytes
     */
    void end(Account whole, long excess, long little) {
        long filled = whole.used();
        long together = 0;
        var many = new ArrayList<Held>();
        var few = new ArrayList<Held>();
        for (var account : accounts) {
            long held = account.used();
            if (held > modest && account.isBelow(whole)) {
                many.add(new Held(account, held));
            } else if (held > little && account.isBelow(whole)) {
                few.add(new Held(account, held));
                together += held;
            }
        }
        long left = end(many, excess);
        if (together > filled / CROWD) {
            end(few, left);
        }
    }

    /** Ends the first of them; what is still too much then. */
    private static long end(List<Held> candidates, long excess) {
        candidates.sort(COSTLIEST_FIRST);
        long left = excess;
        for (var candidate : candidates) {
            if (left <= 0) {
                break;
            }
            left -= candidate.bytes;
            candidate.account.end();
        }
        return left;
    }

    /** The bytes that an account held when it was looked at. */
    private record Held(Account account, long bytes) {}
}

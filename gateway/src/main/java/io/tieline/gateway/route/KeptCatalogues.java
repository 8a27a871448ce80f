package io.tieline.gateway.route;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Holding;
import java.util.IdentityHashMap;

/**
 * The lists of one server that somebody keeps: each is charged to the server's account once,
 * however many keep it, and until the last of them lets go of it. Safe for use by several threads;
 * the account, which may end others for what is charged, is used while no lock is held.
 */
final class KeptCatalogues {

    private final Account account;
    private final IdentityHashMap<Catalogue, Integer> users = new IdentityHashMap<>(0);

    KeptCatalogues(Account account) {
        this.account = account;
    }

    /** One more keeps it; false, and it does not, if there is no room for it. */
    boolean hold(Catalogue catalogue) {
        boolean fits = charge(catalogue);
        if (!fits) {
            release(catalogue);
        }
        return fits;
    }

    /** One more keeps it, which it has been given already; false if there is no room for it. */
    boolean charge(Catalogue catalogue) {
        return count(catalogue, 1) != 1 || account.charge(Budget.Use.KEPT, bytes(catalogue));
    }

    /** One of those that kept it does so no longer. */
    void release(Catalogue catalogue) {
        if (count(catalogue, -1) == 0) {
            account.give(Budget.Use.KEPT, bytes(catalogue));
        }
    }

    private static long bytes(Catalogue catalogue) {
        return Holding.counted(catalogue.cost());
    }

    private synchronized int count(Catalogue catalogue, int more) {
        int now = users.getOrDefault(catalogue, 0) + more;
        if (now == 0) {
            users.remove(catalogue);
        } else {
            users.put(catalogue, now);
        }
        return now;
    }
}

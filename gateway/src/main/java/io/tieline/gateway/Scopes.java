package io.tieline.gateway;

import io.tieline.session.Principal;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one table of the {@linkplain Scope scopes} that are found by their key. Beyond a bound the
 * one that has been idle longest is forgotten. Who has found a scope and comes too late to
 * {@linkplain Scope#enter enter} it looks again. Safe for use by several threads.
 */
final class Scopes implements AutoCloseable {

    /** Each may be a process of its own. */
    private static final int MAX_NAMED = 256;

    /** What one principal may have of these: the others want some too. */
    private static final int SHARE = 64;

    /** The most of all kinds. */
    private static final int MAX_KEYS = 10_000;

    private final Map<ScopeKey, Scope> scopes = new ConcurrentHashMap<>();
    private final Upstream upstream;
    private final Consumer<ScopeKey> forgotten;

    /**
     * No scope is known yet.
     *
     * @param forgotten hears of each key whose scope is not known any longer
     */
    Scopes(Upstream upstream, Consumer<ScopeKey> forgotten) {
        this.upstream = upstream;
        this.forgotten = forgotten;
    }

    /** The scope of this key; null if there are as many as there may be, and none is idle. */
    @Nullable Scope of(ScopeKey key) {
        var known = scopes.get(key);
        if (known != null) {
            return known;
        }
        if (isFull(key)) {
            longestIdle(key).ifPresent(Scope::giveWay);
            if (isFull(key)) {
                return null;
            }
        }
        return scopes.computeIfAbsent(key, _ -> new Scope(upstream, key, this::forget));
    }

    private void forget(Scope scope) {
        if (scopes.remove(scope.key(), scope)) {
            forgotten.accept(scope.key());
        }
    }

    /** Nobody will come any more: adds the keys of those who are to be told of that. */
    void left(Set<ScopeKey> owed) {
        scopes.values().forEach(scope -> scope.left(owed));
    }

    /** Whether there is a scope of this key. */
    boolean knows(ScopeKey key) {
        return scopes.containsKey(key);
    }

    /** Why somebody has no scope, where there are as many as there may be and all are in use. */
    LinkFailure full() {
        var why =
                "Too many sessions are open at backend "
                        + upstream.name()
                        + "; use one that is, or wait until some have expired";
        return new LinkFailure(Kind.OVERLOADED, why, Executed.NO);
    }

    private boolean isFull(ScopeKey key) {
        return (scopes.size() >= MAX_KEYS && likes(key).count() >= MAX_KEYS)
                || (isShared(key)
                        && (named().count() >= MAX_NAMED || rivals(key).count() >= SHARE));
    }

    /**
     * Whether one principal has a share of such names only. By {@link StateKey#AUTO} all that have
     * names are nobody in particular, and no fewer than there would be with sessions.
     */
    private boolean isShared(ScopeKey key) {
        return key instanceof ScopeKey.Named && upstream.settings().stateKey() != StateKey.AUTO;
    }

    private Optional<Scope> longestIdle(ScopeKey key) {
        return rivals(key).filter(Scope::isIdle).min(Comparator.comparingLong(Scope::idleSince));
    }

    /** Those of which one gives way to this key. */
    private Stream<Scope> rivals(ScopeKey key) {
        return key instanceof ScopeKey.Named(var principal, _)
                ? named().filter(scope -> isOf(principal, scope.key()))
                : likes(key);
    }

    private static boolean isOf(Principal principal, ScopeKey key) {
        return key instanceof ScopeKey.Named(var owner, _) && owner.equals(principal);
    }

    private Stream<Scope> named() {
        return scopes.values().stream().filter(scope -> scope.key() instanceof ScopeKey.Named);
    }

    /** Where there is no state nobody competes with those who have some. */
    private Stream<Scope> likes(ScopeKey key) {
        return scopes.values().stream().filter(scope -> isShard(scope.key()) == isShard(key));
    }

    private static boolean isShard(ScopeKey key) {
        return key instanceof ScopeKey.OfShard;
    }

    @Override
    public void close() {
        scopes.values().forEach(Scope::close);
    }
}

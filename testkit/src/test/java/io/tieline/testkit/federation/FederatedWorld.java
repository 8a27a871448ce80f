package io.tieline.testkit.federation;

import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.simulation.SeededRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One federated world, drawn from one seed: a few servers of both eras, clients of both eras before
 * them, and for some seconds whatever may happen to either. Then all servers are well, and what
 * clients see must be right again. Everything happens on one thread, by one clock.
 */
final class FederatedWorld {

    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration UNREST = Duration.ofMillis(3500);

    /** By then the longest pause is over after which a server is asked again. */
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private static final int MOST_STEPS = 10_000;

    /** What was cancelled is remembered for a while. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final Findings findings = new Findings(clock);
    private final Judge judge = new Judge(this);
    private final Budget budget = new Budget(1L << 30);
    private final SeededRandom dice;
    private final FederatedWiring wiring;
    private final Environment environment;
    private final Federation federation;
    private final LocalListener listener;
    private final List<Site> sites = new ArrayList<>();
    private final Set<Placed> everPlaced = new LinkedHashSet<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<String, Errand> errands = new HashMap<>();
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final List<Former> former = new ArrayList<>();
    private List<Placed> placed;
    private long reloadedAt = -1;

    /** The servers that were shown until then. */
    private record Former(List<Placed> placed, long until) {}

    FederatedWorld(long seed, FederatedWiring wiring) {
        this.dice = new SeededRandom(seed);
        this.wiring = wiring;
        this.environment = new Environment(clock, dice.split().generator(), findings, budget);
        this.placed = new Reloads(this, dice.split()).first();
        var settings =
                FederationSettings.DEFAULT
                        .withPageSize(dice.chance(0.7) ? 2_000 : dice.between(1, 4))
                        .withInterceptors(wiring.interceptors());
        this.federation = new Federation(mounts(), settings, environment);
        this.listener = LocalListener.serve(federation, environment);
        everPlaced.addAll(placed);
    }

    private List<Mount> mounts() {
        return wiring.mounts(placed.stream().map(Placed::mount).toList());
    }

    /** Lets the history happen, and closes everything. */
    Findings run() {
        for (int number = dice.pick(List.of(1, 2, 2, 3, 4)); number > 0; number--) {
            var visitor = new Visitor(this, dice.split(), number);
            visitors.add(visitor);
            after(dice.millis(0, 1000), visitor::begin);
        }
        new Unrest(this, dice.split()).begin();
        for (long end = UNREST.toNanos(); now() < end; ) {
            pass(STEP);
        }
        sites.forEach(Site::comeBack);
        findings.note("all is well");
        pass(RECOVERY);
        settle();
        visitors.forEach(Visitor::listAgain);
        visitors.forEach(Visitor::useEverything);
        settle();
        visitors.forEach(Visitor::takeSomeBack);
        settle();
        close();
        return findings;
    }

    /** By then everything that clients want now has come to an end. */
    void settle() {
        for (int i = 0; i < MOST_STEPS && visitors.stream().anyMatch(Visitor::isBusy); i++) {
            pass(STEP);
        }
        visitors.forEach(Visitor::mustHaveNothingOpen);
    }

    /** Lets so much time pass, and clients see what it has brought. */
    void pass(Duration time) {
        clock.advance(time);
        visitors.forEach(Visitor::look);
    }

    /** Other servers take the place of these. */
    void reload(List<Placed> others) {
        findings.note("reload to ", others);
        var before = placed;
        former.add(new Former(before, now()));
        placed = List.copyOf(others);
        everPlaced.addAll(placed);
        for (var old : before) {
            if (placed.stream().noneMatch(one -> one.site().equals(old.site()))) {
                old.site().leave();
            } else if (!placed.contains(old)) {
                old.site().touch("is shown otherwise");
            }
        }
        reloadedAt = now();
        federation.reload(mounts());
    }

    private void close() {
        visitors.forEach(Visitor::leave);
        pass(AFTERWARDS);
        expect(listener.openSessions() == 0, listener.openSessions() + " sessions are left");
        listener.close();
        federation.close();
        sites.forEach(site -> site.gateway().close());
        clock.advance(AFTERWARDS);
        for (var site : sites) {
            expect(site.openConnections() == 0, site.tag() + " has open connections");
        }
        expect(clock.alarms() == 0, clock.alarms() + " alarms are still set");
        expect(budget.used() == 0, budget.used() + " bytes are still held");
        expect(budget.sharers() == 0, budget.sharers() + " accounts are still open");
    }

    private void expect(boolean holds, String otherwise) {
        findings.expect(holds, Rule.NOTHING_IS_LEFT, otherwise);
    }

    // What its inhabitants need.

    long now() {
        return clock.nanoTime();
    }

    void after(Duration delay, Runnable task) {
        var _ = clock.after(delay, task);
    }

    Findings findings() {
        return findings;
    }

    Judge judge() {
        return judge;
    }

    FederatedWiring wiring() {
        return wiring;
    }

    Environment environment() {
        return environment;
    }

    LocalListener listener() {
        return listener;
    }

    /** The servers that are shown now, in the order of the file. */
    List<Placed> placed() {
        return placed;
    }

    long reloadedAt() {
        return reloadedAt;
    }

    /** All ways in which servers were ever shown. */
    Set<Placed> everPlaced() {
        return everPlaced;
    }

    /** All ways in which servers have been shown since then. */
    Stream<Placed> placedSince(long nanos) {
        return Stream.concat(
                former.stream()
                        .filter(one -> one.until() >= nanos)
                        .flatMap(one -> one.placed().stream()),
                placed.stream());
    }

    /** A new server. */
    Site site(String name) {
        int before = (int) sites.stream().filter(one -> one.name().equals(name)).count();
        var site = new Site(this, dice.split(), name, before + 1);
        sites.add(site);
        return site;
    }

    /** Whether nothing has ever happened to a server, nor has another one taken its place. */
    boolean isSteady(Site site) {
        return !site.isTouched()
                && sites.stream().filter(one -> one.name().equals(site.name())).count() == 1;
    }

    List<Site> sites() {
        return sites;
    }

    /** The server that calls itself so; null if none does. */
    @Nullable Site siteOf(@Nullable String tag) {
        return sites.stream().filter(site -> site.tag().equals(tag)).findAny().orElse(null);
    }

    void begun(Errand errand) {
        errands.put(errand.canary(), errand);
    }

    @Nullable Errand errand(String canary) {
        return errands.get(canary);
    }

    /** A server has begun to serve a call. */
    void ran(Run run) {
        findings.note("        ", run.site(), " runs ", run);
        var all = runs.computeIfAbsent(run.canary(), _ -> new ArrayList<>(1));
        all.add(run);
        judge.ran(run, all.size() > 1 && !run.isAgain());
    }

    List<Run> runs(String canary) {
        return Objects.requireNonNullElse(runs.get(canary), List.of());
    }
}

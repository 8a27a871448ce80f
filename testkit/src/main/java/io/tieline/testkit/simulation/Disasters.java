package io.tieline.testkit.simulation;

/** What happens to the backend from outside: crashes, freezes, cut streams. */
final class Disasters {

    private static final int SOON = 1500;

    private final World world;
    private final SeededRandom dice;

    Disasters(World world, SeededRandom dice) {
        this.world = world;
        this.dice = dice;
    }

    void begin() {
        plan(Fault.CRASHES, dice.between(1, 2), this::crash);
        plan(Fault.FREEZES, 1, this::freeze);
        plan(Fault.FORGOTTEN_SESSIONS, dice.between(1, 3), this::forget);
        if (dice.chance(0.3)) {
            plan(Fault.DRAIN, 1, world::drain);
        }
        plan(Fault.CUTS, dice.between(1, 4), this::cut);
    }

    private void plan(Fault fault, int times, Runnable disaster) {
        if (world.plan().has(fault)) {
            for (int i = 0; i < times; i++) {
                world.schedule().after(dice.millis(0, SOON), disaster);
            }
        }
    }

    private void crash() {
        var usable = usable();
        if (!usable.isEmpty()) {
            world.crash(dice.pick(usable));
            if (dice.chance(0.3)) {
                world.backend().goDown();
            }
        }
    }

    private void freeze() {
        var usable = usable();
        if (!usable.isEmpty()) {
            dice.pick(usable).server().freeze();
        }
    }

    private void forget() {
        var usable = usable();
        if (!usable.isEmpty()) {
            dice.pick(usable).forget();
        }
    }

    private void cut() {
        usable().stream().findAny().ifPresent(SimulatedLink::cutOne);
    }

    private java.util.List<SimulatedLink> usable() {
        return world.backend().links().stream().filter(SimulatedLink::isUsable).toList();
    }
}

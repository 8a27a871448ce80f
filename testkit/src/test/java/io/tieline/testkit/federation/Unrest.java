package io.tieline.testkit.federation;

import io.tieline.testkit.simulation.SeededRandom;

/** What happens to servers from outside while clients are at work. */
final class Unrest {

    private final FederatedWorld world;
    private final SeededRandom dice;
    private final Reloads reloads;

    Unrest(FederatedWorld world, SeededRandom dice) {
        this.world = world;
        this.dice = dice;
        this.reloads = new Reloads(world, dice.split());
    }

    void begin() {
        for (int i = dice.between(0, 4); i > 0; i--) {
            world.after(dice.millis(100, 3000), this::happen);
        }
        if (dice.chance(0.1)) {
            world.after(dice.millis(0, 3000), () -> world.sites().forEach(Site::crash));
        }
    }

    private void happen() {
        var site = dice.pick(world.placed()).site();
        switch (dice.between(0, 7)) {
            case 0 -> site.crash();
            case 1 -> site.stall();
            case 2 -> site.forget();
            case 3, 4 -> site.change();
            default -> reloads.reload();
        }
    }
}

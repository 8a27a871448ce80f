package io.tieline.testkit.federation;

import io.tieline.testkit.simulation.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Draws which servers there are, and which others take their place. */
final class Reloads {

    private static final int MOST = 4;

    /** Whoever takes names apart finds two ways to do it. */
    private static final List<String> NAMES = List.of("a", "a__b", "b", "git", "db", "a_b");

    private final FederatedWorld world;
    private final SeededRandom dice;

    Reloads(FederatedWorld world, SeededRandom dice) {
        this.world = world;
        this.dice = dice;
    }

    /** Those of the beginning. */
    List<Placed> first() {
        var placed = new ArrayList<Placed>();
        for (int i = dice.pick(List.of(1, 2, 2, 3, 3, 4)); i > 0; i--) {
            add(placed);
        }
        return List.copyOf(placed);
    }

    private void add(List<Placed> placed) {
        var name = dice.pick(NAMES);
        if (placed.size() < MOST
                && placed.stream().noneMatch(one -> one.site().name().equals(name))) {
            var prefix = dice.chance(0.7) ? name : "";
            var fresh = new Placed(world.site(name), prefix, dice.chance(0.5));
            placed.add(dice.between(0, placed.size()), fresh);
        }
    }

    /** A file that differs from the one that holds. */
    void reload() {
        var placed = new ArrayList<>(world.placed());
        int at = dice.between(0, placed.size() - 1);
        var one = placed.get(at);
        switch (dice.between(0, 6)) {
            case 0, 1 -> add(placed);
            case 2 -> {
                if (placed.size() > 1) {
                    placed.remove(at);
                }
            }
            case 3 -> placed.set(at, new Placed(one.site(), otherPrefix(one), one.hides()));
            case 4 -> placed.set(at, new Placed(one.site(), one.prefix(), !one.hides()));
            case 5 -> {
                var other = world.site(one.site().name());
                placed.set(at, new Placed(other, one.prefix(), one.hides()));
            }
            default -> placed.add(placed.removeFirst());
        }
        world.reload(placed);
    }

    private String otherPrefix(Placed one) {
        return one.prefix().isEmpty()
                ? one.site().name()
                : dice.chance(0.5) ? "" : "p" + one.prefix();
    }
}

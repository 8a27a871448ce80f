package io.tieline.testkit.simulation;

import io.tieline.testkit.simulation.Tool.Ask;
import io.tieline.testkit.simulation.Tool.End;
import io.tieline.testkit.simulation.Tool.Log;
import io.tieline.testkit.simulation.Tool.Progress;
import io.tieline.testkit.simulation.Tool.Step;
import io.tieline.testkit.simulation.Tool.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws the tools of a backend. */
final class Toolbox {

    private final SeededRandom dice;
    private final Set<Fault> faults;
    private final Duration silence;
    private final boolean attributes;
    private final boolean mayBeUnruly;

    /**
     * Draws from these dice.
     *
     * @param silence how long a tool may say nothing
     */
    Toolbox(
            SeededRandom dice,
            Set<Fault> faults,
            Duration silence,
            boolean attributes,
            boolean mayBeUnruly) {
        this.dice = dice;
        this.faults = faults;
        this.silence = silence;
        this.attributes = attributes;
        this.mayBeUnruly = mayBeUnruly;
    }

    List<Tool> draw() {
        return IntStream.range(0, dice.between(2, 5)).mapToObj(this::tool).toList();
    }

    private Tool tool(int number) {
        var steps = new ArrayList<Step>();
        int asks = number == 0 ? dice.between(1, 2) : number == 1 ? 0 : dice.between(0, 3);
        steps(steps);
        for (int i = 0; i < asks; i++) {
            steps.add(ask());
            steps(steps);
        }
        if (number > 0 && faults.contains(Fault.LATE_ANSWERS) && dice.chance(0.4)) {
            steps.add(new Work(silence.plus(dice.millis(50, 3000))));
        }
        return new Tool("tool" + number, List.copyOf(steps), end(number));
    }

    private void steps(List<Step> steps) {
        for (int i = dice.between(0, 3); i > 0; i--) {
            steps.add(
                    switch (dice.between(0, 3)) {
                        case 0 -> new Log();
                        case 1 -> new Progress();
                        default ->
                                new Work(
                                        dice.chance(0.95)
                                                ? dice.millis(0, 60)
                                                : dice.millis(500, 4000));
                    });
        }
    }

    private Ask ask() {
        var kinds = new ArrayList<Kind>();
        kinds.add(dice.pick(Kind.values()));
        while (dice.chance(0.2)) {
            kinds.add(dice.pick(Kind.values()));
        }
        boolean unruly = mayBeUnruly && faults.contains(Fault.UNRULY_TOOLS);
        boolean waits = !unruly || dice.chance(0.7);
        var patience = dice.chance(0.1) ? dice.millis(5, 3000) : Duration.ZERO;
        boolean general = unruly && attributes && waits && dice.chance(0.3);
        return new Ask(List.copyOf(kinds), waits, patience, general);
    }

    private End end(int number) {
        if (number < 2) {
            return End.RESULT;
        }
        if (faults.contains(Fault.FORGED_RESULTS) && dice.chance(0.5)) {
            return dice.pick(List.of(End.TWICE, End.AFTER_A_FORGED_ONE, End.AFTER_A_LOOKALIKE));
        }
        if (faults.contains(Fault.UNREADABLE_ANSWERS) && dice.chance(0.5)) {
            return dice.pick(List.of(End.UNREADABLE, End.NAMELESS));
        }
        if (faults.contains(Fault.STRAY_QUESTIONS) && mayBeUnruly && dice.chance(0.4)) {
            return End.THEN_ASKS;
        }
        if (faults.contains(Fault.CRASHES) && dice.chance(0.15)) {
            return End.DIES;
        }
        if (faults.contains(Fault.FREEZES) && dice.chance(0.15)) {
            return End.NEVER;
        }
        return dice.chance(0.15) ? End.ERROR : End.RESULT;
    }
}

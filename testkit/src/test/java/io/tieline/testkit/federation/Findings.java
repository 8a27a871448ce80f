package io.tieline.testkit.federation;

import io.tieline.session.Observer;
import io.tieline.testkit.peers.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in a federated world, line by line, and what of that must never happen. */
final class Findings implements Observer {

    /** Told in words only when somebody reads it. */
    private record Line(long at, List<Object> words) {

        @Override
        public String toString() {
            var text = new StringBuilder().append(at / 1_000_000).append("  ");
            for (var word : words) {
                text.append(word);
            }
            return text.toString();
        }
    }

    private final ManualClock clock;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> found = new ArrayList<>(0);

    Findings(ManualClock clock) {
        this.clock = clock;
    }

    /** Something happened; the words stay what they are. */
    void note(Object... words) {
        lines.add(new Line(clock.nanoTime(), List.of(words)));
    }

    /** Something happened that a rule forbids. */
    void broken(Rule rule, String how) {
        note("BROKEN " + rule + ": " + how);
        found.add(rule + ": " + how);
    }

    /** Unless this holds, a rule is broken. */
    void expect(boolean holds, Rule rule, String otherwise) {
        if (!holds) {
            broken(rule, otherwise);
        }
    }

    @Override
    public void fault(Throwable fault) {
        var at = fault.getStackTrace();
        broken(Rule.NOTHING_IS_THROWN, fault + " at " + (at.length == 0 ? "?" : at[0]));
    }

    List<String> found() {
        return found;
    }

    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}

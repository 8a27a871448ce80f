package io.tieline.framework;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in the JSON that a peer sent: {@code arguments.items[2].when}. Immutable.
 *
 * @param around what it is part of, if anything
 * @param step its own name or index, as it is written behind the rest
 */
record Place(@Nullable Place around, String step) {

    /** The whole, under the name by which its sender knows it; empty if it has none. */
    static Place of(String name) {
        return new Place(null, name);
    }

    Place member(String name) {
        return new Place(this, name);
    }

    Place element(int index) {
        return new Place(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        var steps = new ArrayDeque<String>();
        for (var at = this; at != null; at = at.around) {
            steps.push(at.step);
        }
        var text = new StringBuilder();
        for (var next : steps) {
            text.append(text.isEmpty() || next.startsWith("[") ? "" : ".").append(next);
        }
        return text.toString();
    }
}

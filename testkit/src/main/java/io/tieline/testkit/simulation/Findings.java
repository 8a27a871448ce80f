package io.tieline.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What a checker has found wrong with a history. */
final class Findings {

    private final List<String> found = new ArrayList<>(0);

    void add(String what) {
        found.add(what);
    }

    /** Notes what is wrong unless this holds. */
    void expect(boolean fact, Object about, String otherwise) {
        if (!fact) {
            found.add(about + ": " + otherwise);
        }
    }

    List<String> found() {
        return found;
    }
}

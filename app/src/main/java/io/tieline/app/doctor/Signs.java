package io.tieline.app.doctor;

import io.tieline.session.Observer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a server does that no answer shows. Safe for use by several threads. */
final class Signs implements Observer {

    private final Map<Count, List<String>> counted = new EnumMap<>(Count.class);
    private final List<String> printed = new ArrayList<>();

    @Override
    public synchronized void counted(Count what, String detail) {
        counted.computeIfAbsent(what, _ -> new ArrayList<>()).add(detail);
    }

    /** It wrote a line on its stdout that is no message. */
    synchronized void printed(String line) {
        printed.add(line);
    }

    /** What was counted of this kind. */
    synchronized List<String> of(Count what) {
        return List.copyOf(counted.getOrDefault(what, List.of()));
    }

    /** The lines that were no messages. */
    synchronized List<String> printed() {
        return List.copyOf(printed);
    }
}

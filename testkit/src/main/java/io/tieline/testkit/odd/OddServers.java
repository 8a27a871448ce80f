package io.tieline.testkit.odd;

import java.util.List;
import java.util.stream.Stream;

/** The odd servers of the corpus, by kind. */
public final class OddServers {

    private OddServers() {}

    /** Every odd server. */
    public static List<OddServer> all() {
        return Stream.of(
                        Streams.all(),
                        ForgottenSessions.all(),
                        Statuses.all(),
                        Unreadable.all(),
                        Noises.all(),
                        Shapes.all())
                .flatMap(List::stream)
                .toList();
    }
}

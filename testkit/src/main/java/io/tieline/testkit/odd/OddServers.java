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
                        BrokenStreams.all(),
                        GeneralStreams.all(),
                        ForgottenSessions.all(),
                        Statuses.all(),
                        Refusals.all(),
                        Unreadable.all(),
                        Noises.all(),
                        Shapes.all(),
                        Handshakes.all(),
                        Times.all())
                .flatMap(List::stream)
                .toList();
    }
}

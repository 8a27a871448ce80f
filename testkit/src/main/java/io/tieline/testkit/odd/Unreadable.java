package io.tieline.testkit.odd;

import java.util.List;

/** Servers whose answer to one call cannot be read as it stands. */
final class Unreadable {

    private static final int BROKE = -31003;

    private Unreadable() {}

    static List<OddServer> all() {
        return List.of(
                OddServer.named("half-an-answer", "Ends its JSON in the middle.")
                        .over(ServerTransport.JSON)
                        .upon("odd", (heard, voice) -> voice.say("{\"jsonrpc\":\"2.0\",\"id\":"))
                        .fails(BROKE, "malformed JSON"));
    }
}

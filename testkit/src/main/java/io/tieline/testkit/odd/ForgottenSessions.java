package io.tieline.testkit.odd;

import static io.tieline.testkit.odd.ServerTransport.EVENTS;
import static io.tieline.testkit.odd.ServerTransport.JSON;

import java.util.List;

/** Servers that have forgotten their sessions, each with other words for it. */
final class ForgottenSessions {

    private static final String ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"Session not"
                    + " found\"}}";

    private ForgottenSessions() {}

    static List<OddServer> all() {
        return List.of(
                with("forgets-404", "404 Not Found"), with("forgets-400", "400 Bad Request"));
    }

    private static OddServer with(String name, String status) {
        return OddServer.named(name, "Forgets its sessions, and says HTTP " + status + " to them.")
                .over(EVENTS, JSON)
                .unknownSession(WebStep.status(status, "application/json", ERROR))
                .upon(
                        "odd",
                        (heard, voice) -> {
                            voice.ordinary();
                            voice.forget();
                        })
                .with(new Outcome.BeginsAnew());
    }
}

package io.tieline.testkit.peers;

import io.tieline.wire.Json;
import io.tieline.wire.Result;
import java.util.List;

/**
 * How one request of a {@link RecordedClient} reaches the service, and how what the client is asked
 * meanwhile is answered: one implementation for each era. Safe for use by several threads.
 */
interface Delivery {

    /** Sends the request. */
    void send();

    /** Takes the request back. */
    void cancel(String reason);

    /** Answers something that was asked because of the request. */
    void answer(RecordedQuestion question, Json result);

    /** What this result asks; empty if it is the last word. */
    List<RecordedQuestion> askedBy(Result result);

    /** How often the request was sent. */
    int attempts();
}

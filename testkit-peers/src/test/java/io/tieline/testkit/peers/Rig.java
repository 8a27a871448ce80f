package io.tieline.testkit.peers;

import io.tieline.session.Environment;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.Random;

/** Short words for requests of a client, and a world in a test's hands. */
final class Rig {

    final ManualClock clock = new ManualClock();
    final RecordedObserver observer = new RecordedObserver();
    final Environment environment = new Environment(clock, new Random(1), observer);

    static Request request(long id, String method) {
        return request(id, method, Json.EMPTY_OBJECT);
    }

    static Request request(long id, String method, Json params) {
        return Request.of(Id.of(id), method, params);
    }

    static Request call(long id, String tool) {
        return request(id, Method.TOOLS_CALL, Json.object("name", tool));
    }
}

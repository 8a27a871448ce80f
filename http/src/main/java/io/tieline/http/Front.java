package io.tieline.http;

import io.tieline.session.Environment;
import io.tieline.session.Timers;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections of one listener share.
 *
 * @param sources who may call
 * @param callers establishes who calls
 * @param endpoint answers the requests
 * @param closing set when connections are to be closed after the answer at hand
 */
record Front(
        HttpSettings settings,
        Environment environment,
        Sources sources,
        Callers callers,
        Endpoint endpoint,
        AtomicBoolean closing) {

    Timers timers() {
        return environment.timers();
    }

    boolean isClosing() {
        return closing.get();
    }
}

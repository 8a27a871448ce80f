package io.tieline.http.server;

import io.tieline.session.Environment;
import io.tieline.session.Timers;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections of one listener share.
 *
 * @param sources who may call
 * @param pages what browsers are told
 * @param endpoint answers the requests
 * @param metadata says which tokens are wanted
 * @param closing set when connections are to be closed after the answer at hand
 * @param crowd how many connections there are
 * @param log is told what strangers do wrong
 */
record ListenerContext(
        ListenerSettings settings,
        Environment environment,
        OriginGuard sources,
        PageAccess pages,
        Endpoint endpoint,
        ResourceMetadata metadata,
        AtomicBoolean closing,
        ConnectionTable crowd,
        CountedLog log) {

    Timers timers() {
        return environment.timers();
    }

    boolean isClosing() {
        return closing.get();
    }
}

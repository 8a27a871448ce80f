package io.tieline.examples;

import io.tieline.framework.FaultLog;
import io.tieline.framework.McpProxy;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;

/** The long form of serving, for a program that owns its event loops and timers. */
public final class OwnLoops {

    private OwnLoops() {}

    // region long
    static void serveUntilInterrupted(URI backend, HttpSettings settings)
            throws IOException, InterruptedException {
        try (var loops = EventLoops.open()) {
            var world = new Environment(loops.timers(), new SecureRandom(), new FaultLog());
            try (var proxy =
                            McpProxy.to(HttpBackend.to(backend, loops)).environment(world).build();
                    var _ = HttpListener.serve(proxy, settings, loops, world)) {
                Thread.currentThread().join();
            }
        }
    }
    // endregion
}

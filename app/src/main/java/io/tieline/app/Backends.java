package io.tieline.app;

import io.tieline.app.config.UsageException;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;

/** Makes servers of plans, as they are and with nothing between; none is connected yet. */
final class Backends {

    private Backends() {}

    /** The server of this plan. */
    static Backend of(BackendPlan backend, EventLoops loops, Children children, Environment world)
            throws UsageException {
        return switch (backend) {
            case BackendPlan.Command command ->
                    StdioBackend.of(command.command(), command.settings(), children, world)
                            .named(command.name());
            case BackendPlan.Url url -> {
                try {
                    yield HttpBackend.to(url.uri(), loops, url.settings().withEnvironment(world));
                } catch (IllegalArgumentException e) {
                    throw new UsageException(e.getMessage() + "; name a PEM file of certificates");
                }
            }
            case BackendPlan.Watched watched ->
                    watched.over().apply(of(watched.server(), loops, children, world));
            case BackendPlan.Within within -> within.backend().apply(world);
        };
    }
}

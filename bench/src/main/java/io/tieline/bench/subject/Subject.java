package io.tieline.bench.subject;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that is measured between the clients and the backend. */
public interface Subject {

    /** As it stands in tables and behind {@code --subjects}. */
    String name();

    /** What it is, in one line. */
    String what();

    /** What {@code bench/peers/install} has to be told to bring it; null if there is nothing to. */
    default @Nullable String peer() {
        return null;
    }

    /** Whether it takes part where no subjects are named. */
    default boolean isUsual() {
        return true;
    }

    /** Why it cannot take this route, by its nature or on this machine; null if it can. */
    @Nullable String cannot(Route route);

    /**
     * Starts it.
     *
     * @throws IOException if it does not come up, with the reason
     */
    Running start(Site site, Route route) throws IOException, InterruptedException;

    /** All that are known, the limits first. */
    static List<Subject> all() {
        return List.of(
                new Direct(),
                Nginx.tuned(),
                Nginx.untuned(),
                NettyRelay.usual(),
                NettyRelay.onIoUring(),
                Tieline.usual(),
                Tieline.onIoUring(),
                Tieline.withTelemetry(),
                Tieline.withAudit(),
                new FastMcp(),
                new McpProxy(),
                new Supergateway());
    }
}

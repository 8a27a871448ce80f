package io.tieline.app.admin;

import io.tieline.wire.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway with one server, of which nobody has wanted anything. */
final class QuietGateway implements GatewayState {

    volatile boolean alive = true;
    volatile boolean draining;
    volatile boolean reloaded;
    volatile boolean hasFile;
    volatile @Nullable String refused;

    @Override
    public List<String> servers() {
        return List.of("git");
    }

    @Override
    public List<Json> sessions() {
        return List.of(Json.object("session", "abc"));
    }

    @Override
    public List<Json> children() {
        return List.of();
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public @Nullable String refusedConfiguration() {
        return refused;
    }

    @Override
    public boolean isAlive(Duration most) {
        return alive;
    }

    @Override
    public boolean reload() {
        reloaded = hasFile;
        return hasFile;
    }

    @Override
    public void drain() {
        draining = true;
    }
}

package io.tieline.app;

import io.tieline.app.admin.GatewayState;
import io.tieline.session.client.ClientSession;
import io.tieline.stdio.Children;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as the admin address sees it.
 *
 * @param files null if the configuration does not come from files
 */
record ShownGateway(RunningGateway gateway, @Nullable Reload files, OrderlyEnd draining)
        implements GatewayState {

    private static final int PREFIX = 8;

    /**
     * The second number of {@code statm} counts pages; on Linux and our processors, of this size.
     */
    private static final long PAGE = 4_096;

    @Override
    public List<String> servers() {
        return gateway.serverNames();
    }

    @Override
    public List<Json> sessions() {
        return gateway.front().sessions().stream().map(ShownGateway::shown).toList();
    }

    private static Json shown(ClientSession session) {
        return Json.object(
                "session",
                session.id().substring(0, Math.min(PREFIX, session.id().length())),
                "principal",
                session.owner().principal().name(),
                "revision",
                session.revision().text(),
                "client",
                session.clientInfo().text("name"),
                "version",
                session.clientInfo().text("version"),
                "inFlight",
                session.inFlight());
    }

    @Override
    public List<Json> children() {
        return gateway.children().stream().map(ShownGateway::shown).toList();
    }

    private static Json shown(Children.Running child) {
        var since = child.process().info().startInstant().orElse(null);
        return Json.object(
                "server",
                child.server(),
                "pid",
                child.process().pid(),
                "ageMs",
                since == null ? null : Duration.between(since, Instant.now()).toMillis(),
                "memoryBytes",
                memory(child.process().pid()));
    }

    /** What a process has in memory; null where the system does not say so. */
    private static @Nullable Long memory(long pid) {
        try {
            var numbers = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", -1);
            return Long.parseLong(numbers[1]) * PAGE;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    @Override
    public boolean isDraining() {
        return draining.hasBegun();
    }

    @Override
    public @Nullable String refusedConfiguration() {
        return files == null ? null : files.refused();
    }

    @Override
    public boolean isAlive(Duration most) {
        return gateway.front().isAlive(most);
    }

    @Override
    public boolean reload() {
        if (files != null) {
            files.now();
        }
        return files != null;
    }

    @Override
    public void drain() {
        draining.begin();
    }
}

package io.tieline.app;

import io.tieline.app.config.RunChoices;
import io.tieline.app.config.ServersTogether;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files again when one of them changes, or when asked to, and takes what they say as a
 * whole or not at all. On a thread of its own.
 */
final class Reload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Reads all that command line and files say. */
    interface Source {
        RunChoices read() throws UsageException;
    }

    private final FileWatch watch;
    private final Source source;
    private final RunningGateway gateway;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("tieline-reload").daemon().factory());
    private RunChoices current;

    /** Written on the thread of its own, read anywhere. */
    private volatile @Nullable String refused;

    private Reload(FileWatch watch, Source source, RunChoices current, RunningGateway gateway) {
        this.watch = watch;
        this.source = source;
        this.current = current;
        this.gateway = gateway;
    }

    /**
     * Begins to watch.
     *
     * @param current what was read at the start
     */
    static Reload begin(
            FileWatch watch, Source source, RunChoices current, RunningGateway gateway) {
        var reload = new Reload(watch, source, current, gateway);
        var _ =
                reload.thread.scheduleWithFixedDelay(
                        reload::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return reload;
    }

    /** Reads them now, whether or not they have changed. */
    void now() {
        thread.execute(() -> {
            var _ = watch.hasChanged();
            read();
        });
    }

    /** Why the files that were read last are not taken; null if they are. */
    @Nullable String refused() {
        return refused;
    }

    private void look() {
        gateway.endRetired();
        if (watch.hasChanged()) {
            read();
        }
    }

    private void read() {
        try {
            var next = source.read();
            var plan = Planner.plan(next);
            var changes = gateway.reload(plan);
            refused = null;
            tellOfTheFront(next);
            current = next;
            if (changes.isEmpty()) {
                LOG.info("The configuration was read again, and nothing in it is other");
            } else {
                LOG.info("The configuration was read again: {}", String.join("; ", changes));
            }
        } catch (UsageException | RuntimeException wrong) {
            refused = String.valueOf(wrong.getMessage());
            LOG.warn(
                    "The configuration was read again and is not taken; what was there stays: {}",
                    wrong.getMessage());
        }
    }

    /** The front was opened at the start. */
    private void tellOfTheFront(RunChoices next) {
        var front = next.front();
        var before = current.front();
        var settings = new LinkedHashSet<Setting>(before.settings());
        settings.addAll(front.settings());
        var others =
                settings.stream()
                        .filter(Reload::isOfTheStart)
                        .filter(setting -> !before.all(setting).equals(front.all(setting)))
                        .map(Setting::key)
                        .collect(Collectors.toCollection(ArrayList::new));
        if (!next.auth().equals(current.auth())) {
            others.add("auth");
        }
        if (!others.isEmpty()) {
            LOG.warn(
                    "These settings are taken at the next start, not by a reload: {}",
                    String.join(", ", others));
        }
    }

    private static boolean isOfTheStart(Setting setting) {
        return ServersTogether.isOfAll(setting) && setting != Setting.DRAIN;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

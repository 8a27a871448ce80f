package io.tieline.app;

import io.tieline.app.config.Configuration;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.RunChoices;
import io.tieline.app.config.ServerChoices;
import io.tieline.app.config.ServersTogether;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.NetworkIo;
import io.tieline.http.settings.StateCookies;
import io.tieline.session.client.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Plan} of choices, or says which of them is wrong. */
final class Planner {

    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final RunChoices run;
    private final Configuration choices;

    private Planner(RunChoices run) {
        this.run = run;
        this.choices = run.front();
    }

    /** The plan that these choices make. */
    static Plan plan(RunChoices run) throws UsageException {
        ConfigValidation.check(run);
        return new Planner(run).plan();
    }

    private Plan plan() throws UsageException {
        var idle = duration(Setting.IDLE, SessionSettings.DEFAULT.idle());
        var human = duration(Setting.HUMAN_TIMEOUT, SessionSettings.DEFAULT.humanInput());
        var drain = duration(Setting.DRAIN, DRAIN);
        var sessions =
                SessionSettings.DEFAULT
                        .withIdle(idle)
                        .withDisconnected(disconnected(idle))
                        .withHumanInput(human);
        var servers = new ArrayList<ServerPlan>();
        for (var server : run.servers()) {
            servers.add(server(server));
        }
        return new Plan(
                new FrontPlanner(run).plan(sessions, drain, cookies(servers)),
                servers,
                run.federation(),
                sessions,
                drain,
                io(),
                choices.has(Setting.SMALL) ? 1 : Runtime.getRuntime().availableProcessors(),
                !run.servers().getFirst().name().isEmpty(),
                AdminPlanner.plan(choices),
                audit());
    }

    /** What the listener must give so that each server's clients find their state. */
    private static StateCookies cookies(List<ServerPlan> servers) {
        var most = StateCookies.NONE;
        for (var server : servers) {
            var needed = cookies(server.gateway());
            most = needed.compareTo(most) > 0 ? needed : most;
        }
        return most;
    }

    private static StateCookies cookies(GatewaySettings gateway) {
        if (!(gateway.sessions() instanceof SessionPolicy.PerClientSession)) {
            return StateCookies.NONE;
        }
        return switch (gateway.stateKey()) {
            case COOKIE -> StateCookies.ALWAYS;
            case AUTO -> StateCookies.ON_DISCOVERY;
            case PRINCIPAL, HANDLE, REQUEST -> StateCookies.NONE;
        };
    }

    private static ServerPlan server(ServerChoices server) throws UsageException {
        var gateway = new GatewayPlanner(server.choices()).plan();
        var backend = new BackendPlanner(server.choices(), gateway.limits().idle()).plan();
        return new ServerPlan(
                server.name().isEmpty() ? backend.name() : server.name(),
                server.prefix(),
                backend,
                gateway,
                server.exposure(),
                ofServer(server.choices()));
    }

    /** What its sessions can notice. */
    private static Configuration ofServer(Configuration choices) {
        var own = choices;
        for (var setting : choices.settings()) {
            own = ServersTogether.isOfAll(setting) ? own.without(setting) : own;
        }
        return own;
    }

    private Duration disconnected(Duration idle) throws UsageException {
        var usual = SessionSettings.DEFAULT.disconnected();
        var given = choices.one(Setting.IDLE_DISCONNECTED);
        if (given == null) {
            return idle.compareTo(usual) < 0 ? idle : usual;
        }
        var time = Quantities.duration(given);
        if (time.compareTo(idle) > 0) {
            throw given.wrong(
                    "is longer than a session lives unused ("
                            + idle.toSeconds()
                            + " s); shorten it, or raise --idle");
        }
        return time;
    }

    private NetworkIo io() throws UsageException {
        var given = choices.one(Setting.IO);
        if (given == null) {
            return NetworkIo.usual();
        }
        var io = given.oneOf(NetworkIo.values());
        var obstacle = io.obstacle();
        if (obstacle != null) {
            throw given.wrong(
                    given.value() + " does not work here (" + obstacle + "); leave it out");
        }
        return io;
    }

    private @Nullable Path audit() throws UsageException {
        var given = choices.one(Setting.AUDIT);
        return given == null ? null : GivenFile.path(given);
    }

    private Duration duration(Setting setting, Duration otherwise) throws UsageException {
        var given = choices.one(setting);
        return given == null ? otherwise : Quantities.duration(given);
    }
}

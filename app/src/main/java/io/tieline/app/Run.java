package io.tieline.app;

import io.tieline.app.config.Decoding;
import io.tieline.app.config.RunChoices;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Terminal;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code tieline run}: a gateway from start to end. */
final class Run {

    private static final int SIGNALLED = 128;

    private final InputStream in;
    private final PrintStream err;
    private final Map<String, String> environment;

    Run(InputStream in, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.err = err;
        this.environment = environment;
    }

    /** Serves until asked to end, or until the only client has left. */
    int run(RunLine line) throws UsageException {
        return run(line, PlanChange.NONE);
    }

    /**
     * The same by a plan that is changed before anything is opened; files are not looked at again.
     */
    int run(RunLine line, PlanChange change) throws UsageException {
        var terminal = new RememberingTerminal(new ConsoleTerminal());
        var choices = LineChoices.read(line, environment, terminal);
        var level = choices.front().one(Setting.LOG_LEVEL);
        var form = choices.front().one(Setting.LOG_FORMAT);
        var format = form == null ? LogFormat.TEXT : form.oneOf(LogFormat.values());
        var notices = new Notices(err, format);
        Logs.begin(
                err,
                level == null ? LogThreshold.INFO : level.oneOf(LogThreshold.values()),
                format);
        var plan = change.of(Planner.plan(choices));
        var log = LoggerFactory.getLogger(Run.class);
        choices.remarks().forEach(log::info);
        if (plan.servers().stream().anyMatch(Run::isProgram)) {
            warnOfLostLetters(log);
        }
        try (var gateway = RunningGateway.start(plan, environment, in);
                var reload =
                        change.equals(PlanChange.NONE)
                                ? reload(line, terminal, choices, gateway)
                                : null;
                var admin = new AdminDoor()) {
            warnIfExposed(plan.front(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
            var draining = new OrderlyEnd(gateway.front(), notices);
            admin.open(plan.admin(), new ShownGateway(gateway, reload, draining), log);
            drainOnSignal(draining, reload);
            notices.say(
                    "ready "
                            + gateway.front().where()
                            + (plan.servers().size() == 1 ? " (backend " : " (backends ")
                            + OneLine.of(names(plan))
                            + ")");
            var ended = gateway.front().ended().toCompletableFuture();
            var _ = CompletableFuture.anyOf(ended, draining.done()).join();
        }
        return Program.DONE;
    }

    private static boolean isProgram(ServerPlan server) {
        return server.backend().isProgram();
    }

    private static String names(Plan plan) {
        return plan.servers().stream().map(ServerPlan::name).collect(Collectors.joining(", "));
    }

    /** The first signal drains; a second SIGTERM or SIGINT ends the process where it stands. */
    private static void drainOnSignal(OrderlyEnd draining, @Nullable Reload reload) {
        var asked = new AtomicBoolean();
        Signals.listen((name, number) -> {
            if (name.equals(Signals.HANG_UP) && reload != null) {
                reload.now();
                return;
            }
            // A terminal that closes sends SIGHUP, often twice or beside SIGTERM: no haste in that.
            if (!name.equals(Signals.HANG_UP) && asked.getAndSet(true)) {
                Runtime.getRuntime().halt(SIGNALLED + number);
            }
            draining.begin();
        });
    }

    /** Files are watched; what stands on the command line stays as it is. */
    private @Nullable Reload reload(
            RunLine line, Terminal terminal, RunChoices choices, RunningGateway gateway)
            throws UsageException {
        return line.files().isEmpty()
                ? null
                : Reload.begin(
                        new FileWatch(LineChoices.files(line)),
                        () -> LineChoices.read(line, environment, terminal),
                        choices,
                        gateway);
    }

    /** The variables that are passed on; those that a file refers to have been refused before. */
    private void warnOfLostLetters(Logger log) {
        var lost =
                environment.entrySet().stream()
                        .filter(variable -> !Decoding.isWhole(variable.getValue()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (!lost.isEmpty()) {
            log.warn(
                    "Variables that cannot be read, and are passed on altered if at all ({}): {}",
                    String.join(", ", lost),
                    Decoding.reason());
        }
    }

    /** Said at every start, since it is easily overlooked and hard to see from inside. */
    private static void warnIfExposed(FrontPlan front, Logger log) {
        if (front instanceof FrontPlan.Http(var settings, var auth, _)
                && !auth.isAsked()
                && !settings.address().getAddress().isLoopbackAddress()) {
            log.warn(
                    "Whoever reaches {} may use the server: nobody has to log in",
                    written(settings.address()));
        }
    }

    private static String written(InetSocketAddress address) {
        var own = address.getAddress();
        var host =
                own instanceof Inet6Address && own.isAnyLocalAddress()
                        ? "::"
                        : own.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

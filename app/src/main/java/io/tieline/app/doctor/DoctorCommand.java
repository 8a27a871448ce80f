package io.tieline.app.doctor;

import io.tieline.app.command.CommandOption;
import io.tieline.app.command.ConnectableServers;
import io.tieline.app.command.ExitCode;
import io.tieline.app.command.Given;
import io.tieline.app.command.Surroundings;
import io.tieline.app.command.Target;
import io.tieline.app.command.UnreachableException;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.UsageException;
import java.util.List;

/** {@code tieline doctor}: what works at each server, and why what does not. */
public final class DoctorCommand {

    private static final String TOGETHER = "all together, as a client sees them";

    private final Surroundings here;

    /** The command in these surroundings. */
    public DoctorCommand(Surroundings here) {
        this.here = here;
    }

    /** Looks at each server, and says whether anything has failed. */
    public ExitCode run(Given given) throws UsageException {
        var target = Target.of(given);
        var report = new DoctorReport(here.screen(), given.has(CommandOption.JSON));
        var probe = probe(given);
        try (var servers = here.opener().open(target, given)) {
            for (var name : servers.names()) {
                look(servers, name, probe, report);
            }
            if (servers.names().size() > 1) {
                report.add(TOGETHER, new FileChecks(servers, probe).findings());
            }
        } catch (UnreachableException away) {
            report.add(
                    "server",
                    List.of(
                            Finding.failed(
                                    "connection",
                                    String.valueOf(away.getMessage()),
                                    "It is not there: no client can use it.",
                                    "Start it, or correct its command or URL.")));
        }
        return report.end() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void look(ConnectableServers servers, String name, Probe probe, DoctorReport report) {
        here.screen().bar("  looking at " + name);
        var findings = new Checkup(servers, name, probe).findings();
        here.screen().bar("");
        report.add(name, findings);
    }

    private static Probe probe(Given given) throws UsageException {
        var patience = given.one(CommandOption.PATIENCE);
        var tool = given.one(CommandOption.TOOL);
        return new Probe(
                Quantities.duration(
                        patience == null
                                ? ConfigValue.of(
                                        "10s", String.valueOf(CommandOption.PATIENCE.option()))
                                : patience),
                tool == null ? "" : tool.value());
    }
}

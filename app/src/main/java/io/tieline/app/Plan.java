package io.tieline.app;

import io.tieline.app.admin.AdminSettings;
import io.tieline.app.config.FederationChoices;
import io.tieline.http.NetworkIo;
import io.tieline.session.client.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tieline run} is going to do: all choices read, checked against each other and
 * completed with defaults. Nothing has been opened yet.
 *
 * @param servers in the order of the files; at least one
 * @param federation what concerns them together
 * @param drain how long calls in flight may go on when the program is asked to end
 * @param io by which interface the network is used
 * @param loops on how many event loops
 * @param reloads whether it was read from files, which may change
 * @param admin where operators look in; null for nowhere
 * @param audit the file of what was requested by whom; null for none
 */
record Plan(
        FrontPlan front,
        List<ServerPlan> servers,
        FederationChoices federation,
        SessionSettings sessions,
        Duration drain,
        NetworkIo io,
        int loops,
        boolean reloads,
        @Nullable AdminSettings admin,
        @Nullable Path audit) {

    Plan {
        servers = List.copyOf(servers);
    }

    /** The same with other servers. */
    Plan withServers(List<ServerPlan> others) {
        return new Plan(
                front, others, federation, sessions, drain, io, loops, reloads, admin, audit);
    }
}

package io.tieline.app.config;

import io.tieline.gateway.Exposure;
import java.util.List;

/**
 * All that command line and files say of one run. Immutable.
 *
 * @param front what concerns clients and the program
 * @param servers those to be served, in the order of the files; at least one
 * @param federation what concerns them together
 * @param auth who may call
 * @param remarks what the operator should know, sentence by sentence
 */
public record RunChoices(
        Configuration front,
        List<ServerChoices> servers,
        FederationChoices federation,
        AuthChoices auth,
        List<String> remarks) {

    public RunChoices {
        servers = List.copyOf(servers);
        remarks = List.copyOf(remarks);
    }

    /** The choices of a command line alone. */
    public static RunChoices of(Configuration said) throws UsageException {
        var server = new ServerChoices("", "", "", said, Exposure.ALL);
        return new RunChoices(
                said,
                List.of(server),
                FederationChoices.DEFAULT,
                AuthChoices.NONE.with(said),
                List.of());
    }
}

package io.tieline.app.command;

import io.tieline.framework.McpClient;
import java.util.List;

/**
 * The servers of a {@link Target}, reached as {@code tieline run} would reach them: with their
 * headers, variables, limits and names. Nothing is connected before a client is. Closing ends what
 * was started for them.
 */
public interface ConnectableServers extends AutoCloseable {

    /** What they are called, in the order of the file; at least one. */
    List<String> names();

    /** Begins a client of all of them together, which sees what clients of a gateway see. */
    McpClient.Builder client();

    /** Begins a client of one server alone, as it is, with no gateway between. */
    McpClient.Builder direct(String name);

    @Override
    void close();
}

package io.tieline.app.command;

import io.tieline.framework.McpClient;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import java.util.List;
import java.util.function.Consumer;

/**
 * The servers of a {@link Target}, reached as {@code tieline run} would reach them: with their
 * headers, variables, limits and names. Nothing is connected before a client is. Closing ends what
 * was started for them.
 */
public interface ConnectableServers extends AutoCloseable {

    /** What they are called, in the order of the file; at least one. */
    List<String> names();

    /** Whether this one is a program that is started, and no URL. */
    boolean isProgram(String name);

    /** Begins a client of all of them together, which sees what clients of a gateway see. */
    McpClient.Builder client();

    /**
     * Begins a client of one server alone, as it is, with no gateway between.
     *
     * @param observer hears what no answer tells
     */
    McpClient.Builder direct(String name, Observer observer);

    /** One server alone, as it is, for whoever speaks the protocol himself. */
    Backend backend(String name);

    /** From now on this is told each line that a program prints among its messages. */
    void listen(Consumer<String> printed);

    @Override
    void close();
}

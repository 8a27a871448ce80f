package io.tieline.stdio;

import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;

/**
 * An MCP server that is a program on this machine (all revisions, "Transports", "stdio"): each
 * connection starts a child process of its own.
 *
 * <p>Holds no process itself: the children belong to the {@link Children} that were given, and end
 * with their link, or at the latest with those. Safe for use by several threads.
 *
 * <p>A link hears of its end as {@link io.tieline.session.backend.LinkFailure.Kind#GONE GONE} when
 * the program cannot be started, ends, or closes its output; as {@code TIMED_OUT} when it does not
 * read for {@link StdioSettings#writeStall}; as {@code BROKE_PROTOCOL} after a flood of what is no
 * message; as {@code OVERLOADED} when too much waits to be read by it.
 *
 * <p>Prints on its stdout are skipped, and are shown in the log, as is its stderr: so many lines in
 * a while, and without the values of the variables that the command was given. An answer that
 * cannot be read, or exceeds the limit, fails its call and nothing else.
 */
public final class StdioBackend implements Backend {

    private final String name;
    private final StdioCommand command;
    private final StdioSettings settings;
    private final Children children;
    private final Environment environment;
    private final Seats seats;

    private StdioBackend(
            String name,
            StdioCommand command,
            StdioSettings settings,
            Children children,
            Environment environment,
            Seats seats) {
        this.name = name;
        this.command = command;
        this.settings = settings;
        this.children = children;
        this.environment = environment;
        this.seats = seats;
    }

    /** The backend that this command is, under the name of its program. */
    public static StdioBackend of(
            StdioCommand command,
            StdioSettings settings,
            Children children,
            Environment environment) {
        var seats = new Seats(Integer.MAX_VALUE);
        return new StdioBackend(command.program(), command, settings, children, environment, seats);
    }

    /** The same backend under another name. */
    public StdioBackend named(String other) {
        return new StdioBackend(other, command, settings, children, environment, seats);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A process counts from before its start until nothing is left of it, however long it takes
     * to end. A connection beyond the bound waits for that.
     */
    @Override
    public StdioBackend atMost(int connections) {
        return new StdioBackend(
                name, command, settings, children, environment, new Seats(connections));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isProgram() {
        return true;
    }

    @Override
    public Link connect(Link.Listener listener) {
        var link = new ChildLink(name, command, settings, children, seats, environment, listener);
        link.start();
        return link;
    }
}

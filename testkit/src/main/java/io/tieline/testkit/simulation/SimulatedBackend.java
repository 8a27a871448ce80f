package io.tieline.testkit.simulation;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import java.util.ArrayList;
import java.util.List;

/**
 * A server behind the gateway: one process for each connection where links do not attribute (a
 * command line), one for all where they do (a URL).
 */
final class SimulatedBackend implements Backend {

    static final String NAME = "sim";

    private final World world;
    private final SeededRandom dice;
    private final List<SimulatedLink> links = new ArrayList<>();
    private boolean down;

    SimulatedBackend(World world, SeededRandom dice) {
        this.world = world;
        this.dice = dice;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Link connect(Link.Listener listener) {
        var line = new Line(links.size(), world.plan().attributes());
        world.history().add(new Event.Connected(line));
        var link = new SimulatedLink(world, dice.split(), line, listener);
        links.add(link);
        if (down) {
            var refused = new LinkFailure(LinkFailure.Kind.GONE, "Connection refused", Executed.NO);
            link.neverOpened();
            if (dice.chance(0.5)) {
                link.die(refused);
            } else {
                world.schedule().after(dice.millis(0, 40), () -> link.die(refused));
            }
        }
        return link;
    }

    /** The process of a connection dies; with a URL behind it, those of all do. */
    void crash(SimulatedLink of) {
        if (!of.line().attributes()) {
            of.crash();
            return;
        }
        links.forEach(SimulatedLink::crash);
    }

    /** From now on nothing can be connected to, until it can again. */
    void goDown() {
        down = true;
        world.schedule().after(dice.millis(1, 1500), () -> down = false);
    }

    List<SimulatedLink> links() {
        return links;
    }
}

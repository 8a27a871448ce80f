package io.tieline.testkit.peers;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose connections fail as a test says: refused, stalled, cut, or with messages lost. It
 * stands before any other backend, and passes everything on until it is told otherwise.
 *
 * <p>What a fault does is done on the thread of the test, while no lock is held. Safe for use by
 * several threads.
 */
public final class FaultyBackend implements Backend {

    private final Monitor monitor = new Monitor();
    private final Backend behind;
    private final List<FaultyLink> links = new ArrayList<>();
    private @Nullable LinkFailure refusal;
    private Predicate<Message> lost = message -> false;
    private boolean stalled;

    private FaultyBackend(Backend behind) {
        this.behind = behind;
    }

    /** One that stands before this backend. */
    public static FaultyBackend before(Backend behind) {
        return new FaultyBackend(behind);
    }

    /**
     * From now on nobody can connect. Connections that are open go on.
     *
     * @param why for the error that a client is shown
     */
    public void refuseConnections(String why) {
        var failure = new LinkFailure(LinkFailure.Kind.GONE, why, LinkFailure.Executed.NO);
        monitor.change(() -> refusal = failure);
    }

    /** From now on everybody can connect again. */
    public void acceptConnections() {
        monitor.change(() -> refusal = null);
    }

    /**
     * Every open connection breaks. Requests that {@linkplain #stall stall} have never left; any
     * other that has no answer yet may have run.
     *
     * @param why for the error that a client is shown
     */
    public void cut(String why) {
        links().forEach(link -> link.cut(LinkFailure.of(LinkFailure.Kind.GONE, why)));
    }

    /** From now on nothing passes, in neither direction; it waits. */
    public void stall() {
        monitor.change(() -> stalled = true);
    }

    /** What has waited passes, in the order in which it was said, and everything after it. */
    public void flow() {
        monitor.change(() -> stalled = false);
        links().forEach(FaultyLink::flow);
    }

    /** From now on messages of this kind are lost on the way, in whichever direction. */
    public void lose(Predicate<Message> which) {
        monitor.change(() -> lost = which);
    }

    /** How many connections were made. */
    public int connections() {
        return monitor.read(links::size);
    }

    private List<FaultyLink> links() {
        return monitor.read(() -> List.copyOf(links));
    }

    boolean isStalled() {
        return monitor.read(() -> stalled);
    }

    boolean loses(Message message) {
        return monitor.read(() -> lost).test(message);
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public boolean isProgram() {
        return behind.isProgram();
    }

    @Override
    public Link connect(Link.Listener listener) {
        return connect(Map::of, listener);
    }

    @Override
    public Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        var link = new FaultyLink(this, listener);
        var refused = new ArrayList<LinkFailure>(1);
        monitor.change(() -> {
            links.add(link);
            if (refusal != null) {
                refused.add(refusal);
            }
        });
        if (refused.isEmpty()) {
            link.connect(behind, headers);
        } else {
            link.cut(refused.getFirst());
        }
        return link;
    }
}

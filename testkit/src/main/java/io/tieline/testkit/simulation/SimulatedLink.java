package io.tieline.testkit.simulation;

import io.tieline.session.Envelope;
import io.tieline.session.Link;
import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Executed;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the simulated backend. Where it attributes, every request travels by itself and
 * has a stream of its own back; otherwise there is one channel in each direction.
 */
final class SimulatedLink implements Link {

    /** The way back of one request. */
    private final class Path {
        private final Id id;
        private final Stream stream;
        private final Channel channel = world.channel();
        private final boolean stateless;
        private boolean released;

        Path(Id id, boolean stateless, Stream stream) {
            this.id = id;
            this.stateless = stateless;
            this.stream = stream;
        }

        void fail(LinkFailure failure) {
            broken.add(id);
            channel.send(() -> {
                if (!released && !over && paths.remove(id, this)) {
                    world.history().add(new Event.StreamFailed(line, id, failure));
                    stream.failed(failure);
                }
            });
        }
    }

    private final World world;
    private final Dice dice;
    private final Line line;
    private final Listener listener;
    private final Server server;
    private final Channel up;
    private final Channel down;
    private final Map<Id, Path> paths = new LinkedHashMap<>();
    private final Set<Id> broken = new HashSet<>(0);
    private boolean crashed;
    private boolean unopened;

    /** Nothing is told to the core any longer. */
    private boolean over;

    SimulatedLink(World world, Dice dice, Line line, Listener listener) {
        this.world = world;
        this.dice = dice;
        this.line = line;
        this.listener = listener;
        this.up = world.channel();
        this.down = world.channel();
        this.server = new Server(world, dice.split(), this);
    }

    Line line() {
        return line;
    }

    Server server() {
        return server;
    }

    boolean isOver() {
        return over;
    }

    boolean isUsable() {
        return !over && !crashed;
    }

    // What the core does.

    @Override
    public void request(Request request, Stream stream) {
        world.history().add(new Event.Left(line, request));
        if (!line.attributes()) {
            up.send(() -> server.receive(request));
            return;
        }
        var path = new Path(request.id(), Envelope.isIn(request), stream);
        paths.put(request.id(), path);
        world.schedule().after(dice.millis(0, 4), () -> arrive(request, path));
    }

    private void arrive(Request request, Path path) {
        if (unopened) {
            return;
        }
        if (!crashed) {
            server.receive(request);
            return;
        }
        var kind = path.stateless ? LinkFailure.Kind.GONE : LinkFailure.Kind.SESSION_LOST;
        var lost = new LinkFailure(kind, "Nobody there knows this session", Executed.NO);
        path.fail(lost);
        down.send(() -> die(lost.executed(Executed.MAYBE)));
    }

    @Override
    public void send(Message message) {
        world.history().add(new Event.Left(line, message));
        if (line.attributes()) {
            world.schedule().after(dice.millis(0, 4), () -> server.receive(message));
        } else {
            up.send(() -> server.receive(message));
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very stream, not one like it
    public void release(Stream stream) {
        for (var path : List.copyOf(paths.values())) {
            if (path.stream == stream) {
                path.released = true;
                path.channel.cut();
                if (path.stateless) {
                    closed(path);
                }
            }
        }
    }

    /** Without a session the end of its stream is what takes a request back. */
    private void closed(Path path) {
        if (paths.remove(path.id, path)) {
            world.history().add(new Event.Released(line, path.id));
            world.schedule().after(dice.millis(0, 4), () -> server.nobodyWaitsFor(path.id));
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very stream, not one like it
    public void press(Stream stream, boolean tooMuch) {
        for (var path : List.copyOf(paths.values())) {
            if (path.stream == stream) {
                path.channel.hold(tooMuch);
            }
        }
    }

    @Override
    public void opened(Revision revision) {}

    @Override
    public boolean attributes() {
        return line.attributes();
    }

    @Override
    public void close() {
        world.history().add(new Event.HungUp(line));
        end();
    }

    private void end() {
        over = true;
        up.cut();
        down.cut();
        paths.values().forEach(path -> path.channel.cut());
        server.end();
    }

    // What the backend does.

    /** On the stream of this request while it is open, else on the connection's own. */
    void say(@Nullable Id via, Message message) {
        var path = via == null ? null : paths.get(via);
        if (via != null && broken.contains(via)) {
            return;
        }
        if (path == null) {
            down.send(() -> received(message));
        } else {
            path.channel.send(() -> received(path, message));
        }
    }

    private void received(Message message) {
        if (!over) {
            world.history().add(new Event.Said(line, null, message));
            listener.received(message);
        }
    }

    private void received(Path path, Message message) {
        if (path.released || over) {
            return;
        }
        if (message instanceof Response response && path.id.equals(response.id())) {
            paths.remove(path.id, path);
        }
        world.history().add(new Event.Said(line, path.id, message));
        path.stream.received(message);
    }

    /** The server hangs up on this request's stream and expects to be polled. */
    void hangUp(Id request) {
        var path = paths.get(request);
        if (path != null) {
            path.channel.send(() -> {
                if (!path.released && !over) {
                    path.stream.paused();
                }
            });
        }
    }

    /** One request's stream breaks and cannot be resumed. */
    void cutOne() {
        var open = List.copyOf(paths.values());
        if (!open.isEmpty()) {
            dice.pick(open).fail(LinkFailure.of(LinkFailure.Kind.GONE, "The stream was cut"));
        }
    }

    /** The process ends; what it has said still arrives, and then the end is noticed. */
    void crash() {
        if (!isUsable()) {
            return;
        }
        crashed = true;
        world.history().add(new Event.Crashed(line));
        server.end();
        var gone = LinkFailure.of(LinkFailure.Kind.GONE, "The process ended");
        if (!line.attributes()) {
            world.schedule().after(dice.millis(0, 100), () -> down.send(() -> die(gone)));
            return;
        }
        List.copyOf(paths.values()).forEach(path -> path.fail(gone));
        if (dice.chance(0.5)) {
            world.schedule().after(dice.millis(0, 100), () -> down.send(() -> die(gone)));
        }
    }

    /** Nobody is at the other end, and nobody ever was. */
    void neverOpened() {
        unopened = true;
        crashed = true;
        server.end();
    }

    void die(LinkFailure failure) {
        if (!over) {
            world.history().add(new Event.Died(line, failure));
            end();
            listener.closed(failure);
        }
    }
}

package io.tieline.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.RequestMetadata;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
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
    private final SeededRandom dice;
    private final Line line;
    private final Listener listener;
    private final Server server;
    private final Channel up;
    private final Channel down;
    private final Map<Id, Path> paths = new LinkedHashMap<>();
    private final Set<Id> broken = new HashSet<>(0);
    private boolean crashed;
    private boolean forgotten;
    private boolean unopened;

    /** Nothing is told to the core any longer. */
    private boolean over;

    SimulatedLink(World world, SeededRandom dice, Line line, Listener listener) {
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
        var path = new Path(request.id(), RequestMetadata.isIn(request), stream);
        paths.put(request.id(), path);
        world.schedule().after(dice.millis(0, 4), () -> arrive(request, path));
    }

    private void arrive(Request request, Path path) {
        if (unopened) {
            return;
        }
        if (isRefused(request)) {
            path.fail(new LinkFailure(LinkFailure.Kind.GONE, "Refused with 500", Executed.NO));
        } else if (forgotten && !path.stateless) {
            unknown(path, LinkFailure.Kind.SESSION_LOST);
        } else if (crashed) {
            unknown(path, path.stateless ? LinkFailure.Kind.GONE : LinkFailure.Kind.SESSION_LOST);
        } else {
            server.receive(request);
        }
    }

    private void unknown(Path path, LinkFailure.Kind kind) {
        var lost = new LinkFailure(kind, "Nobody there knows this session", Executed.NO);
        path.fail(lost);
        down.send(() -> die(lost.executed(Executed.MAYBE)));
    }

    private boolean isRefused(Request request) {
        return world.plan().has(Fault.REFUSALS)
                && Canary.in(request.json()) != null
                && dice.chance(0.1);
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

    /**
     * Without a session the end of its stream is what takes a request back. There is no other
     * stream either: what is said of it from now on reaches nobody.
     */
    private void closed(Path path) {
        if (paths.remove(path.id, path)) {
            broken.add(path.id);
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
        if (message instanceof Response response
                && path.id.equals(Ledger.asNumber(response.id()))) {
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

    /**
     * An answer that cannot be read. The transport finds out whose it is by the id, or by the
     * stream on which it came.
     */
    void sayUnreadably(Id request) {
        var path = paths.get(request);
        if (path != null) {
            path.fail(LinkFailure.of(LinkFailure.Kind.BROKE_PROTOCOL, "No JSON"));
        } else if (!broken.contains(request)) {
            var why = unreadable(request);
            down.send(() -> received(why));
        }
    }

    private static MalformedException unreadable(Id request) {
        var text = "{\"jsonrpc\":\"2.0\",\"id\":" + request.json() + ",\"result\":{\"mean\":NaN}}";
        try {
            throw new IllegalStateException(
                    "A NaN was read: " + Message.parse(text.getBytes(UTF_8), Limits.DEFAULT));
        } catch (MalformedException why) {
            return why;
        }
    }

    private void received(MalformedException why) {
        if (!over) {
            world.history().add(new Event.Garbled(line, why.answers()));
            listener.unreadable(why);
        }
    }

    /** An error without an id. Where a request has a stream of its own, that says whose it is. */
    void sayNameless(Id request, RpcError error) {
        if (paths.containsKey(request)) {
            say(request, Failure.of(request, error));
        } else if (!line.attributes()) {
            down.send(() -> received(Failure.of(null, error)));
        }
    }

    /**
     * The backend no longer knows the session of this connection: it says so when it is called the
     * next time, or at once where it is listened to.
     */
    void forget() {
        if (!isUsable() || !line.attributes()) {
            return;
        }
        forgotten = true;
        world.history().add(new Event.Forgot(line));
        if (dice.chance(0.3)) {
            var lost = LinkFailure.of(LinkFailure.Kind.SESSION_LOST, "Session not found");
            world.schedule().after(dice.millis(0, 100), () -> down.send(() -> die(lost)));
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

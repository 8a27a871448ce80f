package io.tieline.testkit.simulation;

import io.tieline.session.RequestMetadata;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The backend's end of one connection: a scripted MCP server. */
final class Server {

    /** How a server numbers what it asks. */
    private enum Numbering {
        COUNTING,
        TEXT,
        LOWEST_FREE
    }

    private static final Json CAPABILITIES =
            Json.of(
                    "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true},\"prompts\":{},\"completions\":{},\"logging\":{}}");

    private final World world;
    private final SeededRandom dice;
    private final SimulatedLink link;
    private final Numbering numbering;
    private final Map<Id, Runnable> running = new HashMap<>();
    private final Map<Id, Consumer<Response>> open = new HashMap<>();
    private final Set<Id> takenBack = new HashSet<>(0);
    private final Set<String> watched = new HashSet<>(0);
    private final Listens listens;
    private @Nullable Canary client;
    private long asked;
    private boolean over;

    Server(World world, SeededRandom dice, SimulatedLink link) {
        this.world = world;
        this.dice = dice;
        this.link = link;
        this.numbering = dice.pick(Numbering.values());
        this.listens = new Listens(world, dice.split(), this);
    }

    boolean isOver() {
        return over;
    }

    /** The process is gone, or does nothing any more. */
    void end() {
        over = true;
    }

    void freeze() {
        if (!over) {
            world.history().add(new Event.Froze(link.line()));
            over = true;
        }
    }

    void receive(Message message) {
        if (over) {
            return;
        }
        switch (message) {
            case Request request -> requested(request);
            case Notification notification -> notified(notification);
            case Response response -> {
                var asker = response.id() == null ? null : open.remove(response.id());
                if (asker != null) {
                    asker.accept(response);
                }
            }
        }
    }

    private void requested(Request request) {
        if (request.method().equals(Method.SERVER_DISCOVER) || RequestMetadata.isIn(request)) {
            requestedWithoutSession(request);
            return;
        }
        switch (request.method()) {
            case Method.INITIALIZE -> initialize(request);
            case Method.PING, Method.LOGGING_SET_LEVEL -> answer(request, Json.EMPTY_OBJECT);
            case Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE -> watch(request);
            default -> {
                world.history().add(new Event.Ran(link.line(), request));
                var execution = new Execution(world, dice.split(), this, request);
                running.put(request.id(), execution::stop);
                execution.proceed();
            }
        }
    }

    private void requestedWithoutSession(Request request) {
        if (world.plan().backend() == Plan.Eras.HANDSHAKE) {
            refuse(request, ErrorCode.METHOD_NOT_FOUND);
            return;
        }
        switch (request.method()) {
            case Method.SERVER_DISCOVER -> discover(request);
            case Method.SUBSCRIPTIONS_LISTEN -> listens.begin(request);
            default -> {
                world.history().add(new Event.Ran(link.line(), request));
                var attempt = new Attempt(world, dice.split(), this, request);
                running.put(request.id(), attempt::stop);
                attempt.begin();
            }
        }
    }

    private void discover(Request request) {
        if (isBad(request)) {
            return;
        }
        var result =
                Json.object(
                        "supportedVersions",
                        Json.array(List.of(Json.string(Revision.STATELESS.text()))),
                        "capabilities",
                        CAPABILITIES,
                        "resultType",
                        "complete");
        world.schedule().after(dice.millis(0, 80), () -> answer(request, result));
    }

    private void refuse(Request request, int code) {
        var supported = Json.array(List.of(Json.string(Revision.STATELESS.text())));
        var data =
                code == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION
                        ? Json.object("supported", supported)
                        : null;
        say(request.id(), Failure.of(request.id(), new RpcError(code, "not here", data)));
    }

    private void watch(Request request) {
        var uri = request.params() == null ? null : request.params().text("uri");
        if (uri == null) {
            return;
        }
        watched.remove(uri);
        if (request.method().equals(Method.RESOURCES_SUBSCRIBE)) {
            watched.add(uri);
            for (int times = dice.between(1, 3); times > 0; times--) {
                world.schedule().after(dice.millis(0, 1500), () -> updated(uri));
            }
        }
        answer(request, Json.EMPTY_OBJECT);
    }

    private void updated(String uri) {
        if (watched.contains(uri)) {
            say(null, Notification.of(Method.RESOURCES_UPDATED, Json.object("uri", uri)));
        }
    }

    private void initialize(Request request) {
        if (world.plan().backend() == Plan.Eras.STATELESS) {
            refuse(
                    request,
                    dice.chance(0.7)
                            ? ErrorCode.UNSUPPORTED_PROTOCOL_VERSION
                            : ErrorCode.METHOD_NOT_FOUND);
            return;
        }
        client = Canary.in(request.json());
        if (isBad(request)) {
            return;
        }
        world.schedule().after(dice.millis(0, 80), () -> answer(request, welcome()));
    }

    /** Whether the server does not want to begin: then it says so, or nothing. */
    private boolean isBad(Request request) {
        boolean bad = world.plan().has(Fault.BAD_HANDSHAKES) && dice.chance(0.3);
        if (bad && !dice.chance(0.3)) {
            refuse(request, ErrorCode.INTERNAL_ERROR);
        }
        return bad;
    }

    private Json welcome() {
        return Json.object(
                "protocolVersion", dice.pick(Plan.HANDSHAKE).text(),
                "capabilities", CAPABILITIES,
                "serverInfo", Json.object("name", "sim", "version", "1"));
    }

    private void notified(Notification notification) {
        switch (notification.method()) {
            case Method.CANCELLED -> cancelled(notification.params());
            case Method.INITIALIZED -> {
                if (dice.chance(0.1)) {
                    say(null, Notification.of(Method.TOOLS_LIST_CHANGED, null));
                }
                if (dice.chance(0.1)) {
                    ping();
                }
                strayLater();
            }
            default -> {}
        }
    }

    private void cancelled(@Nullable Json params) {
        var id = params == null ? null : params.get("requestId");
        if (id != null) {
            nobodyWaitsFor(idOf(id));
        }
    }

    /** The request was taken back, or its stream was closed. */
    void nobodyWaitsFor(Id id) {
        listens.end(id);
        var stop = running.remove(id);
        if (stop != null && !(world.plan().has(Fault.UNRULY_TOOLS) && dice.chance(0.5))) {
            stop.run();
        }
    }

    private static Id idOf(Json json) {
        try {
            return Id.of(json);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void ping() {
        var id = nextId();
        expect(id, response -> {});
        say(null, Request.of(id, Method.PING, null));
    }

    /** Out of the blue the server asks whom it took for its client. */
    private void strayLater() {
        var known = client;
        if (known == null
                || !world.plan().exclusive()
                || !world.plan().has(Fault.STRAY_QUESTIONS)) {
            return;
        }
        world.schedule()
                .after(
                        dice.millis(0, 1500),
                        () ->
                                ask(
                                        dice.pick(Kind.values()),
                                        known.part(1 + link.line().number()),
                                        null,
                                        response -> {}));
    }

    private void answer(Request request, Json result) {
        say(request.id(), Result.of(request.id(), result));
    }

    void say(@Nullable Id via, Message message) {
        if (!over) {
            link.say(via, message);
        }
    }

    /** Answers this request in bytes that nobody can read. */
    void sayUnreadably(Id request) {
        if (!over) {
            link.sayUnreadably(request);
        }
    }

    /** Answers this request with an error, and does not say whom. */
    void sayNameless(Id request, RpcError error) {
        if (!over) {
            link.sayNameless(request, error);
        }
    }

    /** Asks, and hears the first answer. */
    Id ask(Kind kind, Canary canary, @Nullable Id via, Consumer<Response> then) {
        var id = nextId();
        expect(id, then);
        var meta =
                dice.chance(0.3)
                        ? Json.object("progressToken", id.json())
                        : Json.of("{ \"vendor\" : 1.50 }");
        say(streamFor(via), Request.of(id, kind.method(), kind.question(canary, meta)));
        return id;
    }

    /** Asks or tells what only a client may, on the stream of this request. */
    void sayForbidden(Id via) {
        if (world.plan().has(Fault.FORBIDDEN_MESSAGES) && dice.chance(0.4)) {
            say(
                    via,
                    dice.chance(0.7)
                            ? Forbidden.request(dice, world.nextSerial())
                            : Forbidden.notification(dice));
        }
    }

    /** The stream of this request, or that of another one, where a bridge knows no better. */
    private @Nullable Id streamFor(@Nullable Id via) {
        boolean shifts = world.plan().has(Fault.SHIFTED_QUESTIONS) && world.plan().mayShift();
        if (via == null || !shifts) {
            return via;
        }
        var others = running.keySet().stream().filter(id -> !id.equals(via)).toList();
        return others.isEmpty() ? via : dice.pick(others);
    }

    private void expect(Id id, Consumer<Response> then) {
        var before = open.get(id);
        open.put(
                id,
                before == null
                        ? then
                        : response -> {
                            open.put(id, before);
                            then.accept(response);
                        });
    }

    private Id nextId() {
        boolean twice =
                world.plan().has(Fault.STRAY_QUESTIONS)
                        && world.plan().mayBeUnruly()
                        && !open.isEmpty();
        if (twice && dice.chance(0.1)) {
            return open.keySet().iterator().next();
        }
        return switch (numbering) {
            case COUNTING -> Id.of(asked++);
            case TEXT -> Id.of("q" + asked++);
            case LOWEST_FREE -> {
                long number = 0;
                while (!isFree(Id.of(number))) {
                    number++;
                }
                yield Id.of(number);
            }
        };
    }

    /**
     * An answer to what was taken back may be on its way, and must not be taken for another's: on a
     * shared channel nobody could tell then which call it has set going.
     */
    private boolean isFree(Id id) {
        return !open.containsKey(id) && !takenBack.contains(id);
    }

    /** The server does not want to know any longer. */
    void takeBack(Id question, @Nullable Id via) {
        if (open.remove(question) != null) {
            takenBack.add(question);
            var params = Json.object("requestId", question.json(), "reason", "too slow");
            say(via, Notification.of(Method.CANCELLED, params));
        }
    }

    void hangUp(Request request) {
        link.hangUp(request.id());
    }

    void finished(Request request) {
        running.remove(request.id());
    }

    void crash() {
        world.crash(link);
    }
}

package io.tieline.testkit.federation;

import io.tieline.session.Caller;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedQuestion;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.simulation.SeededRandom;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client of a federated world: lists, calls, reads, answers, takes back, and looks again. */
final class Visitor {

    /** A link, or a task, that a server has named to this client. */
    private record Named(Site site, String what) {}

    private final FederatedWorld world;
    private final SeededRandom dice;
    private final int number;
    private final Revision revision;
    private final List<Errand> open = new ArrayList<>();
    private final List<Named> links = new ArrayList<>(0);
    private final List<Named> tasks = new ArrayList<>(0);
    private @Nullable RecordedClient client;
    private @Nullable RecordedReply listening;
    private @Nullable Errand given;
    private @Nullable Errand last;
    private @Nullable Errand list;
    private @Nullable Errand resources;
    private long begunAt;
    private int made;
    private boolean greeted;
    private boolean over;

    Visitor(FederatedWorld world, SeededRandom dice, int number) {
        this.world = world;
        this.dice = dice;
        this.number = number;
        this.revision =
                dice.pick(
                        List.of(
                                Revision.STATELESS,
                                Revision.STATELESS,
                                Revision.LATEST_HANDSHAKE,
                                Revision.LATEST_HANDSHAKE,
                                Revision.V2025_06_18));
    }

    // What it does by itself.

    void begin() {
        begunAt = world.now();
        world.findings().note(this, " comes, ", revision);
        client =
                world.listener()
                        .client()
                        .revision(revision)
                        .caller(new Caller("user" + number, Map.of()))
                        .answering(this::asked)
                        .connect();
        if (isStateless()) {
            work();
        }
    }

    private void work() {
        greeted = true;
        if (isStateless() && dice.chance(0.4)) {
            var wanted = Json.object("notifications", Json.object("toolsListChanged", Json.TRUE));
            listening = client().request(Method.SUBSCRIPTIONS_LISTEN, wanted);
        }
        for (int i = dice.between(2, 10); i > 0; i--) {
            world.after(dice.millis(0, 2500), this::act);
        }
        if (dice.chance(0.1)) {
            world.after(dice.millis(500, 3000), this::leave);
        }
    }

    private void act() {
        if (over) {
            return;
        }
        switch (dice.between(0, 11)) {
            case 0, 1 -> listTools();
            case 2 -> begin(errand(Errand.Kind.RESOURCES, ""));
            case 3 -> begin(errand(Errand.Kind.READ, someUri()));
            case 4 -> follow();
            case 5 -> askForTask();
            default -> mayTakeBack(begin(errand(Errand.Kind.CALL, someName())));
        }
    }

    /** One list at a time: of two nobody could say which it was given last. */
    private void listTools() {
        if (open.stream().noneMatch(one -> one.kind() == Errand.Kind.LIST)) {
            begin(errand(Errand.Kind.LIST, ""));
        }
    }

    private String someName() {
        if (last != null && !last.items().isEmpty() && dice.chance(0.6)) {
            return String.valueOf(dice.pick(last.items()).text("name"));
        }
        var any = dice.pick(List.copyOf(world.everPlaced()));
        var tool = dice.pick(List.copyOf(any.site().everTools()));
        return dice.chance(0.3) ? tool : any.shown(tool);
    }

    private String someUri() {
        var any = dice.pick(world.placed()).site();
        var uri = any.uris().isEmpty() ? "file:///none" : dice.pick(any.uris());
        return dice.chance(0.3) ? any.name() + "+" + uri : uri;
    }

    private void follow() {
        if (!links.isEmpty()) {
            var link = dice.pick(links);
            begin(errand(Errand.Kind.READ, link.what()).to(link.site()));
        }
    }

    private void askForTask() {
        if (!tasks.isEmpty()) {
            var task = dice.pick(tasks);
            begin(errand(Errand.Kind.TASK, task.what()).to(task.site()));
        }
    }

    private void mayTakeBack(Errand errand) {
        if (dice.chance(0.25)) {
            world.after(
                    dice.millis(0, 600),
                    () -> {
                        if (!over && !errand.reply().isOver()) {
                            world.findings().note(this, " takes back ", errand);
                            errand.cancelled(world.now());
                        }
                    });
        }
    }

    private Errand errand(Errand.Kind kind, String about) {
        var canary = "c" + number + "." + ++made;
        return new Errand(this, kind, about, canary, world.now(), world.placed()).after(told());
    }

    private Errand begin(Errand errand) {
        world.findings().note(this, " wants ", errand);
        world.begun(errand);
        open.add(errand);
        errand.sent(
                switch (errand.kind()) {
                    case CALL -> call(errand);
                    case LIST -> client().request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
                    case RESOURCES -> client().request(Method.RESOURCES_LIST, Json.EMPTY_OBJECT);
                    case READ ->
                            client().request(
                                            Method.RESOURCES_READ,
                                            Json.object("uri", errand.about()));
                    case TASK ->
                            client().request(
                                            Method.TASKS_GET,
                                            Json.object("taskId", errand.about()));
                });
        return errand;
    }

    private RecordedReply call(Errand errand) {
        var params =
                Json.object(
                        "name",
                        errand.about(),
                        "arguments",
                        Json.object("canary", errand.canary()));
        boolean asTask = errand.about().endsWith("job") && revision == Revision.V2025_11_25;
        return client().request(
                        Method.TOOLS_CALL,
                        asTask ? params.with("task", Json.EMPTY_OBJECT) : params);
    }

    // What it hears.

    private @Nullable Json asked(RecordedQuestion question) {
        world.judge().asked(this, question.message());
        var content = Json.object("to", question.message());
        var answer = Json.object("action", "accept", "content", content);
        if (dice.chance(0.5)) {
            return answer;
        }
        world.after(
                dice.millis(0, 300),
                () -> {
                    if (!over) {
                        question.answer(answer);
                    }
                });
        return null;
    }

    /** What has come since it has looked last. */
    void look() {
        if (client == null || over) {
            return;
        }
        if (!greeted && client.greeting().isOver()) {
            work();
        }
        for (var errand : List.copyOf(open)) {
            if (errand.reply().isOver() && open.remove(errand)) {
                ended(errand);
            }
        }
    }

    private void ended(Errand errand) {
        var reply = errand.reply();
        if (reply.isAborted()) {
            world.findings().note(this, " gives up ", errand);
        } else {
            world.findings()
                    .note(this, " has an answer to ", errand, ": ", reply.response().json());
        }
        boolean isPage =
                !reply.isAborted()
                        && reply.response() instanceof Result result
                        && isListed(errand, result.result());
        if (!isPage) {
            world.judge().ended(errand);
            learn(errand);
        }
    }

    /** Takes a page of a list; true if there are more. */
    private boolean isListed(Errand errand, Json result) {
        boolean isTools = errand.kind() == Errand.Kind.LIST;
        if (!isTools && errand.kind() != Errand.Kind.RESOURCES) {
            return false;
        }
        errand.items().addAll(result.list(isTools ? "tools" : "resources"));
        result.part("_meta", "io.tieline/servers")
                .members()
                .forEach(one -> errand.away().add(one.name()));
        var next = result.get("nextCursor");
        if (next == null) {
            return false;
        }
        open.add(errand);
        errand.sent(
                client().request(
                                isTools ? Method.TOOLS_LIST : Method.RESOURCES_LIST,
                                Json.object("cursor", next)));
        return true;
    }

    private void learn(Errand errand) {
        if (errand.isRefusedBetweenPages()) {
            given = null; // it has been told by that
        }
        if (errand.reply().isAborted()
                || !(errand.reply().response() instanceof Result result)
                || errand.kind() == Errand.Kind.RESOURCES) {
            return;
        }
        if (errand.kind() == Errand.Kind.LIST) {
            last = errand;
            given = errand;
            return;
        }
        var runs = world.runs(errand.canary());
        if (runs.isEmpty()) {
            return;
        }
        var site = runs.getLast().site();
        for (var block : result.result().list("content")) {
            var uri = block.text("uri");
            if (uri != null) {
                links.add(new Named(site, uri));
            }
        }
        var task = result.result().text("task", "taskId");
        if (task != null) {
            tasks.add(new Named(site, task));
        }
    }

    private int told() {
        if (listening != null) {
            return listening.notifications(Method.TOOLS_LIST_CHANGED).size();
        }
        return (int)
                client().notifications().stream()
                        .filter(one -> one.method().equals(Method.TOOLS_LIST_CHANGED))
                        .count();
    }

    // What it does when all is well again.

    /** By now everything has come to an end. */
    void mustHaveNothingOpen() {
        if (!over) {
            open.forEach(
                    errand -> world.findings().broken(Rule.NOTHING_HANGS, errand + " has no end"));
            open.clear();
        }
    }

    /** Lists again, and has heard by then of all that it must hear of. */
    void listAgain() {
        if (isGone()) {
            return;
        }
        var before = given;
        list = await(errand(Errand.Kind.LIST, ""));
        if (before != null && hears()) {
            world.judge().mustBeTold(before, list, told() > before.toldBefore());
        }
        resources = await(errand(Errand.Kind.RESOURCES, ""));
        hearOfLosses();
    }

    private boolean isGone() {
        return over || client == null;
    }

    /** Whether somebody tells it of changes of lists. */
    private boolean hears() {
        return !isStateless() && world.sites().stream().allMatch(Site::keepsSessions);
    }

    private Errand await(Errand errand) {
        begin(errand.inCalm(true));
        world.settle();
        return errand;
    }

    /** With its first request of a server a client hears that what it had there is lost. */
    private void hearOfLosses() {
        var heard = new ArrayList<Site>();
        for (var item : things(list)) {
            hearOfLoss(heard, Errand.Kind.CALL, String.valueOf(item.text("name")), item);
        }
        for (var item : things(resources)) {
            hearOfLoss(heard, Errand.Kind.READ, String.valueOf(item.text("uri")), item);
        }
        world.settle();
    }

    private void hearOfLoss(List<Site> heard, Errand.Kind kind, String about, Json item) {
        var home = world.judge().siteOf(item);
        if (home != null && !world.isSteady(home) && !heard.contains(home)) {
            heard.add(home);
            begin(errand(kind, about).to(home));
        }
    }

    private static List<Json> things(@Nullable Errand all) {
        return all == null ? List.of() : all.items();
    }

    /** Uses most of what there is, all at once. */
    void useEverything() {
        if (isGone()) {
            return;
        }
        for (var item : things(list)) {
            use(Errand.Kind.CALL, String.valueOf(item.text("name")), world.judge().siteOf(item));
        }
        for (var item : things(resources)) {
            use(Errand.Kind.READ, String.valueOf(item.text("uri")), world.judge().siteOf(item));
        }
        links.forEach(link -> use(Errand.Kind.READ, link.what(), link.site()));
    }

    private void use(Errand.Kind kind, String about, @Nullable Site home) {
        if ((home == null || !home.isGone()) && dice.chance(0.6)) {
            begin(errand(kind, about).to(home).inCalm(true));
        }
    }

    /** Asks for tasks, and calls once more, of which it takes some back. */
    void takeSomeBack() {
        if (isGone()) {
            return;
        }
        tasks.forEach(task -> use(Errand.Kind.TASK, task.what(), task.site()));
        for (var item : things(list)) {
            var name = String.valueOf(item.text("name"));
            if (dice.chance(0.5)) {
                mayTakeBack(begin(errand(Errand.Kind.CALL, name).to(world.judge().siteOf(item))));
            }
        }
    }

    /** It goes, and takes everything back. */
    void leave() {
        if (!over && client != null) {
            over = true;
            world.findings().note(this, " goes");
            world.judge().looksBack(client.general(), this);
            if (listening != null) {
                listening.hangUp();
            }
            if (isStateless()) {
                open.forEach(errand -> errand.reply().hangUp());
            }
            client.close();
        }
    }

    // What it is.

    private RecordedClient client() {
        return Objects.requireNonNull(client);
    }

    boolean isStateless() {
        return revision.isStateless();
    }

    boolean isBusy() {
        return !over && !open.isEmpty();
    }

    boolean isOver() {
        return over;
    }

    long begunAt() {
        return begunAt;
    }

    /** Whether a server was there before it came, so that it may be served by it for ever. */
    boolean mayKnow(Site site) {
        return !isStateless() && begunAt < site.goneAt();
    }

    @Override
    public String toString() {
        return "c" + number;
    }
}

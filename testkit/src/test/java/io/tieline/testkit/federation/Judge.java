package io.tieline.testkit.federation;

import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds what happens in a federated world against the {@linkplain Rule rules}. */
final class Judge {

    private final FederatedWorld world;
    private final ListJudge lists;

    Judge(FederatedWorld world) {
        this.world = world;
        this.lists = new ListJudge(world);
    }

    private void broken(Rule rule, String how) {
        world.findings().broken(rule, how);
    }

    private void expect(boolean holds, Rule rule, String otherwise) {
        world.findings().expect(holds, rule, otherwise);
    }

    // At the servers.

    /** A server has begun to serve a call. */
    void ran(Run run, boolean twice) {
        var site = run.site();
        var errand = world.errand(run.canary());
        if (errand == null) {
            broken(Rule.THE_OWNER_ANSWERS, site.tag() + " was called by nobody: " + run);
            return;
        }
        expect(!twice, Rule.THE_OWNER_ANSWERS, errand + " was run twice");
        expect(
                errand.sentAt() <= site.goneAt()
                        || (errand.visitor().mayKnow(site) && wasReplaced(site, errand)),
                Rule.THE_REMOVED_IS_LEFT_ALONE,
                site.tag() + " has gone and was called for " + errand);
        var shown = placements(site).filter(one -> one.shows(run.tool())).toList();
        expect(
                !shown.isEmpty(),
                Rule.THE_HIDDEN_IS_OUT_OF_REACH,
                run.tool() + " of " + site.tag() + " was called for " + errand);
        expect(
                shown.stream().anyMatch(one -> one.mayBe(run.tool(), errand.about())),
                Rule.THE_OWNER_ANSWERS,
                errand + " reached " + run.tool() + " of " + site.tag());
    }

    /** A session goes on with the server that it has, if there was one of its name by then. */
    private boolean wasReplaced(Site site, Errand errand) {
        return world.placedSince(errand.sentAt())
                .anyMatch(one -> one.site().name().equals(site.name()));
    }

    /** All ways in which a server of this name was ever shown, be it that one. */
    private Stream<Placed> placements(Site site) {
        return world.everPlaced().stream().filter(one -> one.site().name().equals(site.name()));
    }

    // At the clients.

    /** A client is asked something. */
    void asked(Visitor visitor, String question) {
        var words = question.split(" ", -1);
        var errand = words.length == 4 ? world.errand(words[3]) : null;
        expect(
                errand != null && errand.visitor().equals(visitor),
                Rule.QUESTIONS_COME_HOME,
                visitor + " was asked " + question);
        expect(
                words.length == 4
                        && world.runs(words[3]).stream()
                                .anyMatch(run -> run.site().tag().equals(words[1])),
                Rule.QUESTIONS_COME_HOME,
                question + " was never asked by that server");
    }

    /** What came on the stream of nothing in particular. */
    void looksBack(RecordedReply general, Visitor visitor) {
        for (var question : general.questions()) {
            var site = world.siteOf(question.message().split(" ", -1)[1]);
            expect(
                    site != null && !site.attributes(),
                    Rule.QUESTIONS_COME_HOME,
                    question + " was asked of " + visitor + " in general");
        }
    }

    private void questionsAreItsOwn(Errand errand) {
        for (var question : errand.reply().questions()) {
            var words = question.message().split(" ", -1);
            var site = words.length == 4 ? world.siteOf(words[1]) : null;
            boolean certain = site == null || site.attributes() || errand.visitor().isStateless();
            expect(
                    !certain || words[words.length - 1].equals(errand.canary()),
                    Rule.QUESTIONS_COME_HOME,
                    question + " was asked on the stream of " + errand);
        }
    }

    /** A request has had its end. */
    void ended(Errand errand) {
        var reply = errand.reply();
        if (reply.isAborted()) {
            expect(errand.isGivenUp(), Rule.NOTHING_HANGS, errand + " was ended without an answer");
            return;
        }
        questionsAreItsOwn(errand);
        switch (reply.response()) {
            case Failure failure -> failed(errand, failure.error());
            case Result result -> {
                switch (errand.kind()) {
                    case CALL -> called(errand, result.result());
                    case LIST, RESOURCES -> lists.listed(errand);
                    case READ -> read(errand, result.result());
                    case TASK -> task(errand, result.result());
                }
            }
        }
    }

    private void called(Errand errand, Json result) {
        var runs = world.runs(errand.canary());
        var run = runs.isEmpty() ? null : runs.getLast();
        if (run == null) {
            broken(Rule.THE_OWNER_ANSWERS, errand + " was answered, and nobody ran it: " + result);
            return;
        }
        var task = result.get("task");
        var said = task == null ? words(result) : task.text("statusMessage");
        expect(
                (task == null ? run.toString() : run.site().tag()).equals(said),
                Rule.THE_OWNER_ANSWERS,
                errand + " was answered with " + result);
        expect(
                !errand.isCalm() || run.site().equals(errand.home()),
                Rule.THE_OWNER_ANSWERS,
                errand + " is a thing of " + errand.home() + " and was served by " + run);
    }

    private static @Nullable String words(Json result) {
        var content = result.list("content");
        return content.isEmpty() ? null : content.getFirst().text("text");
    }

    private void read(Errand errand, Json result) {
        var contents = result.list("contents");
        var content = contents.isEmpty() ? Json.EMPTY_OBJECT : contents.getFirst();
        expect(
                errand.about().equals(content.text("uri")),
                Rule.LINKS_LEAD_HOME,
                errand + " was answered with " + result);
        var words = Objects.requireNonNullElse(content.text("text"), " ").split(" ", -1);
        var site = world.siteOf(words.length == 2 ? words[0] : null);
        var home = errand.home();
        boolean isHome =
                home == null || home.equals(site) || (!errand.isCalm() && !world.isSteady(home));
        expect(
                site != null && isHome && isCalledSo(site, words[1], errand.about()),
                Rule.LINKS_LEAD_HOME,
                errand + " was read at " + words[0]);
    }

    private static boolean isCalledSo(Site site, String own, String uri) {
        return uri.equals(own) || uri.equals(site.name() + "+" + own);
    }

    private void task(Errand errand, Json result) {
        var home = errand.home();
        expect(
                home != null && home.tag().equals(result.text("statusMessage")),
                Rule.TASKS_STAY_AT_THEIR_SERVER,
                errand + " is a task of " + (home == null ? "?" : home.tag()) + ": " + result);
    }

    // Errors.

    private void failed(Errand errand, RpcError error) {
        boolean deserved =
                switch (errand.kind()) {
                    case CALL -> isDeservedByCall(errand, error);
                    case LIST, RESOURCES -> lists.mayFail(errand, error);
                    case READ -> isDeservedByRead(errand);
                    case TASK -> errand.home() == null || !world.isSteady(errand.home());
                };
        var rule =
                switch (errand.kind()) {
                    case TASK -> Rule.TASKS_STAY_AT_THEIR_SERVER;
                    case READ -> Rule.LINKS_LEAD_HOME;
                    case CALL, LIST, RESOURCES -> Rule.ERRORS_ARE_DESERVED;
                };
        expect(deserved || errand.isGivenUp(), rule, errand + " failed: " + error);
    }

    private boolean isDeservedByCall(Errand errand, RpcError error) {
        if (world.runs(errand.canary()).stream().anyMatch(Run::hasFailed)) {
            return error.code() == -7
                    ? error.message().endsWith(" " + errand.canary())
                    : !errand.isCalm();
        }
        if (errand.isCalm()) {
            return false;
        }
        var owners =
                world.everPlaced().stream()
                        .filter(one ->
                                one.site().everTools().stream()
                                        .anyMatch(tool -> one.mayBe(tool, errand.about())))
                        .toList();
        boolean mayHaveMoved =
                owners.stream().map(Placed::site).distinct().count() > 1
                        && world.reloadedAt() >= errand.sentAt();
        return owners.isEmpty()
                || mayHaveMoved
                || owners.stream().anyMatch(one -> !world.isSteady(one.site()))
                || owners.stream().noneMatch(one -> isListed(one, errand.about()));
    }

    /** Under the name that is shown; what only a bare name says may be several servers' thing. */
    private static boolean isListed(Placed one, String name) {
        return one.site().everTools().stream()
                .anyMatch(tool -> one.shows(tool) && one.shown(tool).equals(name));
    }

    private boolean isDeservedByRead(Errand errand) {
        var home = errand.home();
        if (home != null) {
            return !errand.isCalm() && !world.isSteady(home);
        }
        var owners =
                world.everPlaced().stream()
                        .map(Placed::site)
                        .filter(site ->
                                site.uris().stream()
                                        .anyMatch(own -> isCalledSo(site, own, errand.about())))
                        .distinct()
                        .toList();
        boolean isPlain = owners.stream().anyMatch(site -> site.uris().contains(errand.about()));
        return !isPlain || owners.stream().anyMatch(site -> !world.isSteady(site));
    }

    /** Who has listed this. */
    @Nullable Site siteOf(Json item) {
        return lists.siteOf(item);
    }

    /** All is well again: one who was given a list that is old by now has been told so. */
    void mustBeTold(Errand given, Errand now, boolean told) {
        List<String> before = lists.shown(given);
        expect(
                told || before.equals(lists.shown(now)),
                Rule.CHANGES_ARE_TOLD,
                now.visitor()
                        + " was told of no change from "
                        + before
                        + " to "
                        + lists.shown(now));
    }
}

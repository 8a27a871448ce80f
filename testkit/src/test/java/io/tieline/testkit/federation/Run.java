package io.tieline.testkit.federation;

import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.simulation.SeededRandom;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;

/** One call at one server: does what the tool is called after, and answers with whose it is. */
final class Run {

    private final Site site;
    private final FederatedWorld world;
    private final SeededRandom dice;
    private final ReceivedRequest request;
    private final String tool;
    private final String canary;
    private final long at;
    private boolean failed;

    Run(Site site, FederatedWorld world, SeededRandom dice, ReceivedRequest request) {
        this.site = site;
        this.world = world;
        this.dice = dice;
        this.request = request;
        this.tool = String.valueOf(request.params().text("name"));
        this.canary = String.valueOf(request.params().text("arguments", "canary"));
        this.at = world.now();
    }

    Site site() {
        return site;
    }

    String tool() {
        return tool;
    }

    String canary() {
        return canary;
    }

    /** Whether it has answered with an error of its own. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether it was called again with answers to what it has asked by its result. */
    boolean isAgain() {
        return request.params().get("inputResponses") != null;
    }

    void begin() {
        world.ran(this);
        if (isAgain()) {
            answered();
            return;
        }
        switch (tool.substring(tool.lastIndexOf('_') + 1)) {
            case "ask" -> after(20, this::ask);
            case "slow" -> after(2000, () -> answer(Json.EMPTY_OBJECT));
            case "link" -> after(40, () -> answer(link()));
            case "job" -> after(40, this::job);
            case "fail" -> after(40, () -> fail(RpcError.of(-7, words())));
            default -> after(40, () -> answer(Json.EMPTY_OBJECT));
        }
    }

    private String words() {
        return site.tag() + " " + tool + " " + canary;
    }

    private void after(int millis, Runnable task) {
        world.after(
                dice.millis(0, millis),
                () -> {
                    if (isWanted()) {
                        task.run();
                    }
                });
    }

    /** Whether somebody waits for it; says if it should be otherwise. */
    private boolean isWanted() {
        boolean isLeft = request.isLeft();
        var errand = world.errand(canary);
        if (errand == null || site.isGone()) {
            return !isLeft;
        }
        if (isLeft) {
            world.findings()
                    .expect(
                            errand.isGivenUp(),
                            Rule.ONLY_WHAT_IS_TAKEN_BACK_ENDS,
                            errand + " was taken back at " + site.tag());
        } else if (!site.isTouched() && site.keepsSessions()) {
            world.findings()
                    .expect(
                            !errand.isTakenBackSince(at),
                            Rule.WHAT_IS_TAKEN_BACK_ENDS,
                            site.tag() + " never heard that nobody waits for " + errand);
        }
        return !isLeft;
    }

    private void answer(Json more) {
        var block = Json.object("type", "text", "text", words());
        var content = Json.array(List.of(block));
        request.answer(more.get("content") == null ? more.with("content", content) : more);
    }

    private Json link() {
        var uri = site.nextLink();
        var text = Json.object("type", "text", "text", words());
        var link = Json.object("type", "resource_link", "uri", uri, "name", uri);
        return Json.object("content", Json.array(List.of(text, link)));
    }

    /** As a task, if it is wanted as one. */
    private void job() {
        boolean isTask = request.params().get("task") != null && site.hasTasks();
        var task =
                Json.object(
                        "taskId",
                        site.nextTask(),
                        "status",
                        "working",
                        "statusMessage",
                        site.tag());
        answer(isTask ? Json.object("task", task) : Json.EMPTY_OBJECT);
    }

    private void fail(RpcError error) {
        failed = true;
        request.fail(error);
    }

    // Questions.

    private String question() {
        return "? " + words();
    }

    private void ask() {
        if (site.isStateless()) {
            request.requireForms("state of " + words(), question());
            return;
        }
        var form = Json.of("{\"type\":\"object\",\"properties\":{}}");
        var params = Json.object("message", question(), "requestedSchema", form);
        var _ = request.ask(Method.ELICITATION_CREATE, params).thenAccept(this::answered);
    }

    private void answered(Response response) {
        switch (response) {
            case Failure failure -> fail(failure.error());
            case Result result -> {
                hear(result.result());
                world.after(Duration.ofMillis(5), () -> answer(Json.EMPTY_OBJECT));
            }
        }
    }

    /**
     * It has been called again: the state is its own, and the answers are those to its question.
     */
    private void answered() {
        world.findings()
                .expect(
                        ("state of " + words()).equals(request.params().text("requestState")),
                        Rule.QUESTIONS_COME_HOME,
                        words() + " was brought " + request.params().get("requestState"));
        hear(request.params().part("inputResponses", question()));
        after(5, () -> answer(Json.EMPTY_OBJECT));
    }

    private void hear(Json answer) {
        var errand = world.errand(canary);
        world.findings()
                .expect(
                        question().equals(answer.text("content", "to"))
                                || (errand != null && errand.isGivenUp()),
                        Rule.QUESTIONS_COME_HOME,
                        question() + " was answered with " + answer);
    }

    @Override
    public String toString() {
        return words();
    }
}

package io.tieline.app.doctor;

import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.Progress;
import io.tieline.framework.RequestOptions;
import io.tieline.session.Observer.Count;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what happens in the middle of requests: log, progress, questions, cancellation. It calls
 * one tool, and only one that changes nothing or that the user has named. For one thread.
 */
final class CallChecks {

    private final McpClient client;
    private final CheckResults findings;
    private final Signs signs;
    private final AtomicInteger questions;
    private final Probe probe;
    private final AtomicInteger reports = new AtomicInteger();

    /**
     * @param questions how many the client has been asked
     */
    CallChecks(
            McpClient client,
            CheckResults findings,
            Signs signs,
            AtomicInteger questions,
            Probe probe) {
        this.client = client;
        this.findings = findings;
        this.signs = signs;
        this.questions = questions;
        this.probe = probe;
    }

    void make(ListChecks.Lists lists) {
        completion(lists.prompts());
        log();
        var tool = tool(lists.tools());
        if (tool == null) {
            var why = why(lists.tools());
            findings.skipped("call", why);
            findings.skipped("progress", why);
            findings.skipped("cancellation", why);
        } else {
            call(tool);
        }
        if (questions.get() == 0) {
            BuiltInQuestion.ask(findings, probe.patience());
        }
    }

    private static String why(List<Json> tools) {
        return tools.isEmpty()
                ? "there are no tools"
                : "no tool says that it changes nothing (readOnlyHint) and needs no arguments;"
                        + " --tool NAME names one that may be called";
    }

    private void completion(List<Json> prompts) {
        if (client.capabilities().get("completions") == null) {
            findings.skipped("completion", "the server does not declare it");
            return;
        }
        for (var prompt : prompts) {
            for (var argument : prompt.list("arguments")) {
                var params =
                        Json.object(
                                "ref",
                                Json.object("type", "ref/prompt", "name", prompt.get("name")),
                                "argument",
                                Json.object("name", argument.get("name"), "value", ""));
                findings.timed(
                        "completion",
                        () ->
                                probe.request(client, Method.COMPLETION_COMPLETE, params)
                                                .list("completion", "values")
                                                .size()
                                        + " suggested for "
                                        + prompt.text("name"));
                return;
            }
        }
        findings.skipped("completion", "no prompt has an argument");
    }

    private void log() {
        if (client.capabilities().get("logging") == null) {
            findings.skipped("log", "the server does not declare it");
        } else if (client.revision().isStateless()) {
            findings.skipped("log", "in the stateless era each request says its level");
        } else {
            findings.timed(
                    "log",
                    () -> {
                        probe.request(
                                client, Method.LOGGING_SET_LEVEL, Json.object("level", "warning"));
                        return "takes a level";
                    });
        }
    }

    private @Nullable Json tool(List<Json> tools) {
        for (var tool : tools) {
            boolean isHarmless =
                    tool.flag("annotations", "readOnlyHint")
                            && tool.texts("inputSchema", "required").isEmpty();
            if (probe.tool().isEmpty() ? isHarmless : probe.tool().equals(tool.text("name"))) {
                return tool;
            }
        }
        return null;
    }

    private void call(Json tool) {
        var name = String.valueOf(tool.text("name"));
        if (!outcome(name)) {
            findings.skipped("progress", "the call has not ended");
            findings.skipped("cancellation", "the call has not ended");
            return;
        }
        progress();
        cancellation(name);
    }

    private Pending<Json> started(String name) {
        return client.start(
                Method.TOOLS_CALL,
                Json.object("name", name, "arguments", Json.EMPTY_OBJECT),
                RequestOptions.timeLimit(probe.patience()).withProgress(this::reported));
    }

    private void reported(Progress progress) {
        reports.incrementAndGet();
    }

    private boolean outcome(String name) {
        long begun = System.nanoTime();
        try {
            var result = started(name).await();
            findings.add(
                    Finding.ok(
                            "call",
                            name
                                    + (result.flag("isError")
                                            ? " answered with an error"
                                            : " answered"),
                            Duration.ofNanos(System.nanoTime() - begun)));
            question(name);
            return true;
        } catch (CancellationException late) {
            unanswered(name);
        } catch (McpException refused) {
            if (refused.error().code() == ErrorCode.BACKEND_TIMED_OUT) {
                unanswered(name);
            } else {
                findings.failed(
                        "call",
                        name + ": " + refused.error().message(),
                        "The tool is listed and cannot be called.",
                        "Look into the server's own log; --log-level info shows what it wrote.");
            }
        }
        return false;
    }

    private void question(String name) {
        if (questions.get() > 0) {
            findings.add(
                    new Finding(
                            "question",
                            Finding.State.OK,
                            name + " asked, was told no, and ended",
                            "",
                            "",
                            null));
        }
    }

    private void unanswered(String name) {
        if (questions.get() > 0) {
            findings.failed(
                    "question",
                    name + " asked " + questions.get() + " times, was told no, and did not end",
                    "Who declines waits for ever: the server does not take no for an answer.",
                    "Have the tool end when its question is declined or cancelled.");
        } else {
            findings.failed(
                    "call",
                    name + " did not answer in time",
                    "Clients wait for it until they give up.",
                    "Look whether the tool is stuck; --patience allows more time.");
        }
    }

    /** What it says after the result arrives before the answer to what is asked next. */
    private void progress() {
        try {
            var _ = probe.request(client, Method.TOOLS_LIST, null);
        } catch (McpException | CancellationException seenElsewhere) {
            // Lists have been looked at.
        }
        int late = signs.of(Count.UNKNOWN_PROGRESS).size();
        if (late > 0) {
            findings.failed(
                    "progress",
                    late + " reports came after the result of their call",
                    "Clients no longer know the call, and some end the connection.",
                    "Report progress before the result is sent, and never after it.");
        } else if (reports.get() == 0) {
            findings.skipped("progress", "the tool reported none");
        } else {
            findings.add(
                    new Finding(
                            "progress",
                            Finding.State.OK,
                            reports.get() + " reports, all before the result",
                            "",
                            "",
                            null));
        }
    }

    private void cancellation(String name) {
        var pending = started(name);
        if (pending.isDone()) {
            findings.skipped("cancellation", "the tool answers before it can be taken back");
            return;
        }
        pending.cancel("tieline doctor takes a call back");
        findings.timed(
                "cancellation",
                () -> {
                    probe.request(client, Method.TOOLS_LIST, null);
                    return "a call was taken back, and the server goes on";
                });
    }
}

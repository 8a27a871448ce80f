package io.tieline.interop;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client at a visit, by the API that goes with the plan's era; see visit.js for the plan and for what is printed. */
public final class Visit {

    record Plan(Target target, String era, List<List<Object>> answers, List<Step> steps) {}

    record Target(String url, List<String> command) {

        ServerParameters parameters() {
            return ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build();
        }
    }

    record Step(String name, List<String> tools, List<Call> calls, Integer questions) {}

    record Call(String tool, Map<String, Object> arguments, String has) {}

    /** What a client of either API can do. */
    interface Visitor extends AutoCloseable {

        List<String> tools();

        /** The texts of the result. */
        String call(String tool, Map<String, Object> arguments);
    }

    private final Plan plan;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Visitor visitor;

    private Visit(Plan plan) {
        this.plan = plan;
    }

    public static void main(String[] arguments) throws IOException {
        var visit = new Visit(McpJsonDefaults.getMapper().readValue(arguments[0], Plan.class));
        visit.check("connects", visit::connect);
        for (Step step : visit.plan.steps()) {
            visit.check(step.name(), () -> visit.take(step));
        }
        visit.check("leaves", () -> {
            visit.visitor.close();
            return null;
        });
        System.exit(0); // the SDK's stdio transport leaves threads behind
    }

    private String connect() throws Exception {
        visitor = plan.era().equals("legacy")
                ? new HandshakeVisitor(plan.target(), this::answer)
                : new ModernVisitor(plan.target(), this::answer);
        return null;
    }

    /** The content of the answer; null declines. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> answer(String question) {
        asked.add(question);
        for (List<Object> answer : plan.answers()) {
            if (question.contains((String) answer.get(0))) {
                return (Map<String, Object>) answer.get(1);
            }
        }
        return null;
    }

    /** Gives what is wrong; null is nothing. */
    private String take(Step step) {
        if (step.tools() != null) {
            List<String> listed = visitor.tools();
            if (!listed.containsAll(step.tools())) {
                return step.tools() + " are not all in " + listed;
            }
        }
        List<Call> calls = step.calls() == null ? List.of() : step.calls();
        var outcomes = calls.stream().map(call -> CompletableFuture.supplyAsync(() -> take(call))).toList();
        for (var outcome : outcomes) {
            if (outcome.join() != null) {
                return outcome.join();
            }
        }
        boolean other = step.questions() != null && step.questions() != asked.size();
        return other ? "asked " + asked.size() + " times: " + asked : null;
    }

    private String take(Call call) {
        String text = visitor.call(call.tool(), call.arguments());
        return text.contains(call.has()) ? null : "no " + call.has() + " in " + text;
    }

    private void check(String name, Callable<String> body) throws IOException {
        String problem;
        try {
            problem = body.call();
        } catch (Exception failure) {
            problem = failure.toString();
        }
        System.out.println(McpJsonDefaults.getMapper()
                .writeValueAsString(Map.of("name", name, "problem", problem == null ? "" : problem)));
    }
}

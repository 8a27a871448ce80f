package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code tieline ps}: servers, children, sessions and calls of a running gateway. */
public final class PsCommand {

    private static final long MIB = 1024L * 1024;
    private static final long FEW = 10_000;

    private final Screen screen;

    /** The command on this screen. */
    public PsCommand(Screen screen) {
        this.screen = screen;
    }

    /** Shows it, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        return new AdminCommand(screen)
                .run(
                        given,
                        gateway -> {
                            var state = gateway.state();
                            if (given.has(CommandOption.JSON)) {
                                screen.answer(state.toString());
                            } else {
                                show(state);
                            }
                            return ExitCode.DONE;
                        });
    }

    private void show(Json state) {
        if (Json.TRUE.equals(state.get("draining"))) {
            screen.answer("It is draining.");
        }
        table(
                "Servers",
                state.list("servers"),
                List.of("NAME", "STATE", "SESSIONS", "LOSSES", "LAST FAILURE"),
                one ->
                        List.of(
                                text(one, "name"),
                                text(one, "state"),
                                number(one, "sessions"),
                                number(one, "losses"),
                                text(one, "failure")));
        table(
                "Children",
                state.list("children"),
                List.of("PID", "SERVER", "MEMORY", "AGE"),
                one ->
                        List.of(
                                number(one, "pid"),
                                text(one, "server"),
                                memory(one.get("memoryBytes")),
                                age(one.get("ageMs"))));
        table(
                "Sessions",
                state.list("sessions"),
                List.of("SESSION", "CLIENT", "REVISION", "PRINCIPAL", "CALLS"),
                one ->
                        List.of(
                                text(one, "session"),
                                (text(one, "client") + " " + text(one, "version")).strip(),
                                text(one, "revision"),
                                text(one, "principal"),
                                number(one, "inFlight")));
        table(
                "Calls in flight",
                state.list("calls"),
                List.of("CALL", "METHOD", "TARGET", "SESSION", "SERVER", "AGE", "STATE"),
                PsCommand::call);
    }

    private static List<String> call(Json call) {
        var servers = new ArrayList<String>();
        call.list("servers").forEach(server -> servers.add(server.asString()));
        return List.of(
                number(call, "call"),
                text(call, "method"),
                text(call, "target"),
                text(call, "session"),
                String.join(", ", servers),
                age(call.get("ageMs")),
                state(call));
    }

    /** What it waits for, and for how long. */
    private static String state(Json call) {
        var questions = call.list("questions");
        var state = text(call, "state");
        return questions.isEmpty()
                ? state
                : state
                        + ": "
                        + text(questions.getFirst(), "method")
                        + " for "
                        + age(questions.getFirst().get("ageMs"))
                        + (questions.size() == 1
                                ? ""
                                : ", and " + (questions.size() - 1) + " more");
    }

    private interface Row {
        List<String> of(Json one);
    }

    private void table(String heading, List<Json> all, List<String> titles, Row row) {
        screen.answer(screen.answers().strong(heading + " (" + all.size() + ")"));
        if (all.isEmpty()) {
            return;
        }
        var rows = new ArrayList<List<String>>();
        all.forEach(one -> rows.add(row.of(one).stream().map(OneLine::of).toList()));
        screen.answer(screen.answers().faint(line(titles, titles, rows)));
        rows.forEach(cells -> screen.answer(line(cells, titles, rows)));
    }

    private static String line(List<String> cells, List<String> titles, List<List<String>> rows) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            int at = column;
            int width =
                    Math.max(
                            titles.get(column).length(),
                            rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
            line.append("  ")
                    .append(cells.get(column))
                    .repeat(' ', width - cells.get(column).length());
        }
        return line.toString().stripTrailing();
    }

    private static String text(Json one, String member) {
        var value = one.text(member);
        return value == null ? "" : value;
    }

    private static String number(Json one, String member) {
        var value = one.get(member);
        return value == null ? "" : value.toString();
    }

    private static String memory(@Nullable Json bytes) {
        return bytes == null
                ? ""
                : String.format(Locale.ROOT, "%d MiB", (bytes.asLong() + MIB - 1) / MIB);
    }

    private static String age(@Nullable Json millis) {
        if (millis == null) {
            return "";
        }
        long all = millis.asLong();
        var time = Duration.ofMillis(all);
        if (all < FEW) {
            return String.format(Locale.ROOT, "%.1f s", all / 1000.0);
        }
        if (time.toMinutes() < 2) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}

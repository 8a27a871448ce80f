package io.tieline.app.doctor;

import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.Style;
import io.tieline.app.terminal.Wrapping;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what was found, server by server as it is found, or as one object at the end. */
final class DoctorReport {

    private static final String INDENT = " ".repeat(12);

    private final Screen screen;
    private final boolean asJson;
    private final Map<String, List<Finding>> all = new LinkedHashMap<>();

    DoctorReport(Screen screen, boolean asJson) {
        this.screen = screen;
        this.asJson = asJson;
    }

    /** All about one server. */
    void add(String server, List<Finding> findings) {
        all.put(server, findings);
        if (!asJson) {
            screen.answer(screen.answers().strong(OneLine.of(server)));
            findings.forEach(this::show);
            screen.answer("");
        }
    }

    private void show(Finding finding) {
        var style = screen.answers();
        var state =
                switch (finding.state()) {
                    case OK -> style.good("ok      ");
                    case NOTE -> style.doubtful("note    ");
                    case FAILED -> style.bad("FAILED  ");
                    case SKIPPED -> style.faint("skipped ");
                };
        var took = finding.took();
        screen.answer(
                "  "
                        + state
                        + "%-13s ".formatted(finding.check())
                        + OneLine.of(finding.text())
                        + (took == null ? "" : style.faint(" (" + took.toMillis() + " ms)")));
        more(style, "means", finding.means());
        more(style, "do", finding.remedy());
    }

    private void more(Style style, String what, String text) {
        if (text.isEmpty()) {
            return;
        }
        int width = screen.width() == 0 ? 0 : Math.max(30, screen.width() - INDENT.length() - 7);
        var lines = Wrapping.lines(OneLine.of(text), width);
        for (int index = 0; index < lines.size(); index++) {
            screen.answer(
                    INDENT
                            + style.faint("%-6s".formatted(index == 0 ? what + ":" : ""))
                            + " "
                            + lines.get(index));
        }
    }

    /** Ends the report; whether something has failed. */
    boolean end() {
        long failed = count(Finding.State.FAILED);
        if (asJson) {
            screen.answer(json(failed).toString());
        } else {
            screen.answer(
                    count(Finding.State.OK)
                            + " ok, "
                            + failed
                            + " failed, "
                            + count(Finding.State.SKIPPED)
                            + " skipped");
        }
        return failed > 0;
    }

    private Json json(long failed) {
        var servers = new ArrayList<Json>();
        all.forEach((name, findings) ->
                servers.add(
                        Json.object(
                                "name",
                                name,
                                "findings",
                                Json.array(findings.stream().map(Finding::json).toList()))));
        return Json.object("servers", Json.array(servers), "failed", failed);
    }

    private long count(Finding.State state) {
        return all.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.state() == state)
                .count();
    }
}

package io.tieline.testkit.simulation;

import io.tieline.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Everything that crossed the border of the core in one run, in order. Its text is the compact
 * trace that a failing run prints.
 */
public final class History {

    private static final int LONGEST = 260;

    /** An event and its time. */
    record Entry(long at, Event event) {}

    private final Schedule schedule;
    private final Plan plan;
    private final List<Entry> entries = new ArrayList<>(256);

    History(Schedule schedule, Plan plan) {
        this.schedule = schedule;
        this.plan = plan;
    }

    void add(Event event) {
        entries.add(new Entry(schedule.nanoTime(), event));
    }

    /** What was drawn for this history from its seed. */
    Plan plan() {
        return plan;
    }

    List<Entry> entries() {
        return entries;
    }

    /** How many things happened. */
    public int length() {
        return entries.size();
    }

    /** One line for each thing that happened, with its time in milliseconds. */
    @Override
    public String toString() {
        var text = new StringBuilder(plan.toString()).append('\n');
        for (var entry : entries) {
            text.append(String.format(Locale.ROOT, "%12.3f  ", entry.at() / 1e6));
            text.append(line(entry.event())).append('\n');
        }
        return text.toString();
    }

    private static String line(Event event) {
        return switch (event) {
            case Event.Arrived e ->
                    e.party() + " > " + (e.way() == null ? "" : e.way() + " ") + text(e.message());
            case Event.Sent e -> e.way() + (e.last() ? " << " : " < ") + text(e.message());
            case Event.Aborted e -> e.way() + " aborted";
            case Event.Lost e -> e.way() + " lost";
            case Event.Pressed e -> e.way() + (e.tooMuch() ? " pressed" : " relieved");
            case Event.Attached e -> e.way() + " attached";
            case Event.Quit e -> e.party() + " quits";
            case Event.Connected e -> "        " + e.line() + " connected";
            case Event.Left e -> "        " + e.line() + " > " + text(e.message());
            case Event.Released e ->
                    "        " + e.line() + "/" + e.request() + " released by the core";
            case Event.Ran e -> "        " + e.line() + " runs " + e.request().id();
            case Event.Said e ->
                    "        "
                            + e.line()
                            + (e.via() == null ? "" : "/" + e.via())
                            + " < "
                            + text(e.message());
            case Event.StreamFailed e ->
                    "        "
                            + e.line()
                            + "/"
                            + e.request()
                            + " failed "
                            + e.failure().kind()
                            + " "
                            + e.failure().executed();
            case Event.Garbled e -> "        " + e.line() + " garbles the answer to " + e.request();
            case Event.Crashed e -> "        " + e.line() + " crashes";
            case Event.Froze e -> "        " + e.line() + " freezes";
            case Event.Forgot e -> "        " + e.line() + " forgets its session";
            case Event.Died e -> "        " + e.line() + " died: " + e.failure().kind();
            case Event.HungUp e -> "        " + e.line() + " hung up by the core";
            case Event.Drained _ -> "drained";
            case Event.Counted e -> "    counted " + e.what();
            case Event.Wrong e -> "    WRONG " + e.what();
        };
    }

    private static String text(Message message) {
        var text = message.json().toString().replace("\"jsonrpc\":\"2.0\",", "");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

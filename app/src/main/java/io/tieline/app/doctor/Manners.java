package io.tieline.app.doctor;

import io.tieline.session.Observer.Count;
import java.util.List;

/** Judges what a server did beside its answers. */
final class Manners {

    private final CheckResults findings;
    private final Signs signs;

    Manners(CheckResults findings, Signs signs) {
        this.findings = findings;
        this.signs = signs;
    }

    /** After everything else, when nothing more is said. */
    void judge() {
        printed(signs.printed());
        counted(
                Count.MALFORMED,
                "messages",
                "sent what cannot be read",
                "What was in it is lost, and the call that it belonged to may wait.",
                "Send one JSON-RPC message per line or event, in UTF-8.");
        counted(
                Count.UNKNOWN_ANSWER,
                "answers",
                "answered what nobody had asked",
                "Clients count it as a fault, and some end the connection.",
                "Answer each request once, with the id that it came with.");
        counted(
                Count.WRONG_DIRECTION,
                "messages",
                "sent what only a client may send",
                "Clients refuse it.",
                "Send only what the specification lets a server send.");
    }

    private void printed(List<String> lines) {
        if (!lines.isEmpty()) {
            findings.failed(
                    "stdout",
                    lines.size() + " lines that are no messages, such as \"" + first(lines) + "\"",
                    "Only messages belong there: some clients end the connection at such a line.",
                    "Have the server write its log to stderr.");
        }
    }

    private void counted(Count what, String check, String text, String means, String remedy) {
        var details = signs.of(what);
        if (!details.isEmpty()) {
            findings.failed(check, text + " (" + first(details) + ")", means, remedy);
        }
    }

    private static String first(List<String> lines) {
        var line = lines.getFirst();
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }
}

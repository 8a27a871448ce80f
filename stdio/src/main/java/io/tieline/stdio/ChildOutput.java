package io.tieline.stdio;

import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a child's lines as messages. A line that is none is counted and skipped: servers print
 * there by mistake. Ten in a row are no mistake any more.
 *
 * <p>On the thread of its {@link LinePump}, {@link #agreed} excepted.
 */
final class ChildOutput implements LinePump.Listener {

    private static final int MAX_BAD_LINES = 10;

    private final ChildLink link;
    private final String name;
    private final Limits limits;
    private final Observer observer;
    private volatile @Nullable Revision revision;
    private int badLines;

    ChildOutput(ChildLink link, String name, Limits limits, Observer observer) {
        this.link = link;
        this.name = name;
        this.limits = limits;
        this.observer = observer;
    }

    /** The revision that was agreed; before, all that any of them allows is taken. */
    void agreed(Revision on) {
        revision = on;
    }

    @Override
    public void line(byte[] line) {
        if (link.isOver()) {
            return;
        }
        try {
            parse(line).forEach(link::received);
            badLines = 0;
        } catch (MalformedException e) {
            bad(e, line.length);
        }
    }

    @Override
    public void tooLong(MalformedException why) {
        count("a line beyond the limit");
        link.broke(
                "Backend "
                        + name
                        + " wrote a line of more than "
                        + limits.maxBytes()
                        + " bytes; raise the limit if its answers are that large");
    }

    @Override
    public void ended() {
        link.outputEnded();
    }

    private List<Message> parse(byte[] line) throws MalformedException {
        var agreed = revision;
        return Message.isBatch(line) && (agreed == null || agreed.hasBatches())
                ? Message.parseBatch(line, limits)
                : List.of(Message.parse(line, limits));
    }

    private void bad(MalformedException why, int length) {
        count("a line of " + length + " bytes");
        if (++badLines == MAX_BAD_LINES) {
            link.broke(
                    "Backend "
                            + name
                            + " wrote "
                            + MAX_BAD_LINES
                            + " lines in a row that are no messages; check that it is an MCP"
                            + " server that speaks on its stdout");
            return;
        }
        link.strayed();
        var asked = why.id();
        if (asked != null) {
            link.send(Failure.of(asked, why.error()));
        }
        var answered = why.answers();
        if (answered != null) {
            // The call gets no better answer, and need not wait for its time limit.
            var text = "Backend " + name + " gave a malformed answer: " + why.getMessage();
            var error = RpcError.of(ErrorCode.BACKEND_BROKE_PROTOCOL, text);
            link.received(Failure.of(answered, error));
        }
    }

    private void count(String what) {
        observer.counted(Observer.Count.MALFORMED, "backend " + name + ": " + what);
    }
}

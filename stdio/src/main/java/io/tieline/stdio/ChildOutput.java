package io.tieline.stdio;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.Batch;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.MalformedException.Meant;
import io.tieline.wire.Message;
import io.tieline.wire.ScatteredMessage;

/**
 * Reads a child's lines as messages. A line that was meant to be an answer fails its call, one that
 * was meant to be a question is answered with an error; any other is a print, which servers do by
 * mistake, and goes into the log. Only a flood of those ends the link.
 *
 * <p>Batches are taken apart in every revision, though one alone has them: what is in them is
 * plain, and calls wait for it. On the thread of its {@link LinePump}.
 */
final class ChildOutput implements LinePump.Listener {

    private final ChildLink link;
    private final String name;
    private final Limits limits;
    private final Observer observer;
    private final LineLog log;
    private final StrayOutput strays;
    private final LogText clean;
    private final ScatteredMessage scattered = new ScatteredMessage();

    /** Of the line that is too long: how much was dropped, and how much of that is a print. */
    private long dropped;

    private long stray;

    ChildOutput(
            ChildLink link,
            String name,
            Limits limits,
            Environment environment,
            LogText clean,
            LineLog log) {
        this.link = link;
        this.name = name;
        this.limits = limits;
        this.observer = environment.observer();
        this.clean = clean;
        this.log = log;
        this.strays = new StrayOutput(environment.timers()::nanoTime);
    }

    @Override
    public void line(byte[] line) {
        if (link.isOver()) {
            return;
        }
        try {
            if (Message.isBatch(line)) {
                batch(Batch.parse(line, limits), line);
            } else {
                received(Message.parse(line, limits));
            }
        } catch (MalformedException why) {
            several(why, line);
        }
    }

    /** Two messages on one line are two messages. */
    private void several(MalformedException why, byte[] line) {
        var batch = Batch.glued(line, limits);
        boolean holdsSome =
                !batch.messages().isEmpty()
                        || batch.malformed().stream().anyMatch(one -> one.meant() != Meant.NOTHING);
        if (holdsSome) {
            batch(batch, line);
        } else {
            bad(why, line);
        }
    }

    private void batch(Batch batch, byte[] line) {
        batch.messages().forEach(this::received);
        batch.malformed().forEach(why -> bad(why, line));
    }

    private void received(Message message) {
        strays.message();
        scattered.end();
        link.received(message);
    }

    /** What begins as a message is no flood of prints, however long it is. */
    @Override
    public void dropping(long bytes, boolean isMessage) {
        dropped = bytes;
        if (isMessage) {
            link.strayed();
        } else {
            strayed();
        }
    }

    private void strayed() {
        stray(dropped - stray);
        stray = dropped;
    }

    @Override
    public void tooLong(MalformedException why) {
        if (link.isOver()) {
            return;
        }
        switch (why.meant()) {
            case RESPONSE, REQUEST -> refuse(why);
            case NOTIFICATION -> {}
            case NOTHING -> strayed();
        }
        dropped = 0;
        stray = 0;
        scattered.end();
        count("a line beyond the limit");
    }

    @Override
    public void ended() {
        log.end();
        link.outputEnded();
    }

    private void bad(MalformedException why, byte[] line) {
        if (why.meant() == Meant.NOTHING) {
            log.add(line);
            stray(line.length);
            var together = scattered.add(line);
            if (together != null) {
                unreadable(together, line);
            }
        } else {
            scattered.end();
            unreadable(why, line);
            link.strayed();
        }
    }

    private void unreadable(MalformedException why, byte[] line) {
        boolean answer = why.meant() == Meant.RESPONSE;
        if (!answer || why.isPrinted()) {
            log.add(line);
        }
        // A print that repeats what is sent as well, or was received, needs no answer.
        if (answer || !why.isPrinted()) {
            var what = answer ? "an answer of " : "a message of ";
            count(what + line.length + " bytes that cannot be read");
            refuse(told(why, line));
        }
    }

    /** As it may be told: of a line that holds a secret no excerpt goes to whoever waits. */
    private MalformedException told(MalformedException why, byte[] line) {
        return clean.hides(line)
                ? why.saying(_ -> "what is wrong with it stands beside a secret, and is not shown")
                : why;
    }

    /** Tells whoever waits: the call that gets no better answer, or the child that has asked. */
    private void refuse(MalformedException why) {
        var asked = why.id();
        if (why.meant() == Meant.RESPONSE) {
            link.unreadable(why);
        } else if (asked != null) {
            link.send(Failure.of(asked, why.error()));
        }
    }

    private void stray(long bytes) {
        link.strayed();
        if (strays.add(bytes)) {
            link.broke(
                    "Backend "
                            + name
                            + " wrote more than "
                            + (StrayOutput.FLOOD >> 20)
                            + " MiB on its stdout within "
                            + StrayOutput.WHILE.toSeconds()
                            + " s and no message among them; check that it is an MCP server that"
                            + " speaks on its stdout");
        }
    }

    private void count(String what) {
        observer.counted(Observer.Count.MALFORMED, "backend " + name + ": " + what);
    }
}

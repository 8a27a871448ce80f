package io.tieline.stdio;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.wire.Batch;
import io.tieline.wire.Failure;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;

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
    private long dropping;

    ChildOutput(ChildLink link, String name, Limits limits, Environment environment, LineLog log) {
        this.link = link;
        this.name = name;
        this.limits = limits;
        this.observer = environment.observer();
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
            bad(why, line);
        }
    }

    private void batch(Batch batch, byte[] line) {
        batch.messages().forEach(this::received);
        batch.malformed().forEach(why -> bad(why, line));
    }

    private void received(Message message) {
        strays.message();
        link.received(message);
    }

    @Override
    public void dropping(long bytes) {
        stray(bytes - dropping);
        dropping = bytes;
    }

    @Override
    public void tooLong(MalformedException why) {
        dropping = 0;
        if (link.isOver()) {
            return;
        }
        switch (why.meant()) {
            case RESPONSE, REQUEST -> refuse(why);
            case NOTIFICATION, NOTHING -> {}
        }
        count("a line beyond the limit");
    }

    @Override
    public void ended() {
        log.end();
        link.outputEnded();
    }

    private void bad(MalformedException why, byte[] line) {
        switch (why.meant()) {
            case RESPONSE -> {
                count("an answer of " + line.length + " bytes that cannot be read");
                refuse(why);
            }
            case REQUEST, NOTIFICATION -> {
                log.add(line);
                // A print that repeats what is sent as well, or was received, needs no answer.
                if (!why.isPrefixed()) {
                    count("a message of " + line.length + " bytes that cannot be read");
                    refuse(why);
                }
            }
            case NOTHING -> log.add(line);
        }
        stray(line.length);
    }

    /** Tells whoever waits: the call that gets no better answer, or the child that has asked. */
    private void refuse(MalformedException why) {
        var asked = why.id();
        if (why.meant() == MalformedException.Meant.RESPONSE) {
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

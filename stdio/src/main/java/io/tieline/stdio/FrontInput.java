package io.tieline.stdio;

import io.tieline.wire.Batch;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;

/**
 * Reads a client's lines as messages. A line that is none is answered with an error, and the next
 * one is read. On the thread of its {@link LinePump}.
 */
final class FrontInput implements LinePump.Listener {

    private final StdioFront front;
    private final Limits limits;

    FrontInput(StdioFront front, Limits limits) {
        this.front = front;
        this.limits = limits;
    }

    @Override
    public void line(byte[] line) {
        try {
            if (Message.isBatch(line)) {
                batch(Batch.parse(line, limits), line);
            } else {
                front.received(Message.parse(line, limits), line.length);
            }
        } catch (MalformedException e) {
            several(e, line);
        }
    }

    /** Two messages on one line are two messages. */
    private void several(MalformedException why, byte[] line) {
        var batch = Batch.glued(line, limits);
        if (batch.messages().isEmpty()) {
            front.malformed(why, "a line of " + line.length + " bytes");
            return;
        }
        for (var message : batch.messages()) {
            front.received(message, message.json().length());
        }
        for (var one : batch.malformed()) {
            front.malformed(one, "one of several on a line of " + line.length + " bytes");
        }
    }

    private void batch(Batch batch, byte[] line) {
        if (!batch.messages().isEmpty()) {
            front.receivedBatch(batch.messages(), line.length);
        }
        for (var why : batch.malformed()) {
            front.malformed(why, "one in a batch of " + line.length + " bytes");
        }
    }

    @Override
    public void tooLong(MalformedException why) {
        front.malformed(why, "a line beyond the limit");
    }

    @Override
    public void ended() {
        front.inputEnded();
    }
}

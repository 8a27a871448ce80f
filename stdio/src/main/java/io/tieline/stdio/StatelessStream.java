package io.tieline.stdio;

import io.tieline.session.Strand;
import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;

/**
 * A {@link FrontStream} for a request of the stateless era, whose exchange has a strand of its own:
 * takes everything to the strand on which the channel lives, in order.
 */
final class StatelessStream implements ReplyStream {

    private final FrontStream stream;
    private final FrontOutput output;
    private final Strand strand;

    StatelessStream(FrontStream stream, FrontOutput output, Strand strand) {
        this.stream = stream;
        this.output = output;
        this.strand = strand;
    }

    @Override
    public void send(Message message) {
        strand.run(() -> stream.send(message));
    }

    @Override
    public void end(Response response) {
        strand.run(() -> stream.end(response));
    }

    @Override
    public void abort() {
        strand.run(stream::abort);
    }

    /** In this era questions are results. */
    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public boolean isLive() {
        return output.isLive();
    }

    @Override
    public void listen(Listener hears) {
        strand.run(() -> stream.listen(hears));
    }
}

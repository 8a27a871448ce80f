package io.tieline.stdio;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of the channel that all share, or the session's own. It ends with its request;
 * the channel goes on. On the session's strand.
 */
final class FrontStream implements ReplyStream {

    private final FrontOutput output;
    private final Consumer<@Nullable Response> onEnd;
    private @Nullable Listener listener;
    private boolean over;

    /**
     * A view that is open.
     *
     * @param onEnd takes the answer, and sends it; null if there is to be none
     */
    FrontStream(FrontOutput output, Consumer<@Nullable Response> onEnd) {
        this.output = output;
        this.onEnd = onEnd;
    }

    @Override
    public void send(Message message) {
        if (!over) {
            output.send(message);
        }
    }

    @Override
    public void end(Response response) {
        over(response);
    }

    @Override
    public void abort() {
        over(null);
    }

    @Override
    public boolean canAsk() {
        return !over && output.canAsk();
    }

    @Override
    public boolean isLive() {
        return !over && output.isLive();
    }

    @Override
    public void listen(Listener hears) {
        listener = hears;
        output.opened(this);
    }

    void pressed(boolean tooMuch) {
        if (listener != null) {
            listener.pressed(tooMuch);
        }
    }

    void lost() {
        if (listener != null) {
            listener.lost();
        }
    }

    private void over(@Nullable Response response) {
        if (!over) {
            over = true;
            output.closed(this);
            onEnd.accept(response);
        }
    }
}

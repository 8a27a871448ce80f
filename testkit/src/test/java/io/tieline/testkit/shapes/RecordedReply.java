package io.tieline.testkit.shapes;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a client is answered: keeps what it is told, and hands on what it is asked. */
final class RecordedReply implements ReplyStream {

    private final Consumer<Request> asked;
    private final List<Notification> told = new ArrayList<>();
    private @Nullable Response answer;
    private boolean aborted;

    RecordedReply(Consumer<Request> asked) {
        this.asked = asked;
    }

    @Nullable Response answer() {
        return answer;
    }

    boolean isOver() {
        return answer != null || aborted;
    }

    List<Notification> told() {
        return told;
    }

    @Override
    public void send(Message message) {
        switch (message) {
            case Request question -> asked.accept(question);
            case Notification notification -> told.add(notification);
            case Response response -> answer = response;
        }
    }

    @Override
    public void end(Response response) {
        answer = response;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean canAsk() {
        return true;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public void listen(Listener listener) {
        // This client reads at once, and never leaves.
    }
}

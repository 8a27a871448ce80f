package io.tieline.session.client;

import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's stream that keeps what was written to it. */
public final class RecordedStream implements ReplyStream {

    private final List<Message> written = new ArrayList<>();
    private ReplyStream.@Nullable Listener listener;
    private boolean live = true;
    private boolean lost;
    private boolean canAsk = true;
    private boolean aborted;
    private @Nullable Response answer;

    public static RecordedStream jsonOnly() {
        var stream = new RecordedStream();
        stream.canAsk = false;
        return stream;
    }

    @Override
    public void send(Message message) {
        written.add(message);
    }

    @Override
    public void end(Response response) {
        if (answer != null || aborted) {
            throw new IllegalStateException("Answered twice: " + response.json());
        }
        answer = response;
        written.add(response);
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean canAsk() {
        return canAsk;
    }

    @Override
    public boolean isLive() {
        return live;
    }

    @Override
    public void listen(ReplyStream.Listener hears) {
        listener = hears;
        if (lost) {
            hears.lost();
        }
    }

    public void press(boolean tooMuch) {
        if (listener != null) {
            listener.pressed(tooMuch);
        }
    }

    public void lose() {
        live = false;
        lost = true;
        if (listener != null) {
            listener.lost();
        }
    }

    public void breaks() {
        live = false;
    }

    public List<Message> written() {
        return written;
    }

    public List<Request> questions() {
        return written.stream().filter(Request.class::isInstance).map(Request.class::cast).toList();
    }

    public List<Notification> notifications() {
        return written.stream()
                .filter(Notification.class::isInstance)
                .map(Notification.class::cast)
                .toList();
    }

    /** The answer as text; empty if there is none. */
    public String answer() {
        return answer == null ? "" : answer.json().toString();
    }

    public Json answerJson() {
        if (answer == null) {
            throw new IllegalStateException("There is no answer yet");
        }
        return answer.json();
    }

    public boolean isAborted() {
        return aborted;
    }
}

package io.tieline.http;

import io.tieline.session.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out what a status of 400 means. The specification has 404 for a session that is not known,
 * but servers are out there that say 400, and would say it for ever after a restart. A ping tells:
 * whoever refuses that too has lost the session. Confined to the link's event loop.
 */
final class SessionProbe implements PostedMessage.Outcome {

    private static final Request PING = Request.of(Id.of("tieline-probe"), Method.PING, null);

    private final LinkRequests requests;
    private final List<Consumer<Boolean>> waiting = new ArrayList<>(0);

    SessionProbe(LinkRequests requests) {
        this.requests = requests;
    }

    /** Asks whether the session is alive; who asks while a ping is under way waits for that one. */
    void ask(Consumer<Boolean> alive) {
        waiting.add(alive);
        if (waiting.size() == 1) {
            var ping = new PostedMessage(requests, requests.limits().silence(), this);
            ping.start(requests.post(requests.address(), PING.payload(), Map.of(), false, ping));
        }
    }

    @Override
    public void answered(int status) {
        settle(status != 400 && status != 404);
    }

    @Override
    public void failed(LinkFailure failure) {
        settle(true); // It proves nothing.
    }

    private void settle(boolean alive) {
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(one -> one.accept(alive));
    }
}

package io.tieline.stdio;

import io.tieline.session.Caller;
import io.tieline.session.Strand;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClients;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's requests of the stateless era (revision 2026-07-28, "Transports: stdio"), beside
 * whatever it does in its session. They share the channel, so their ids are what tells them apart,
 * and a notification is what takes one back. On the session's strand.
 */
final class StatelessLines {

    private static final String OVER = "The server is shutting down";

    private final Map<Id, Exchange.Cancellation> live = new HashMap<>();
    private final StatelessClients clients;
    private final FrontOutput output;
    private final Strand strand;

    StatelessLines(StatelessClients clients, FrontOutput output, Strand strand) {
        this.clients = clients;
        this.output = output;
        this.strand = strand;
    }

    /** Whether a request with this id is being answered. */
    boolean has(Id id) {
        return live.containsKey(id);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /** Whether a request is being served, also one whose client is away with questions. */
    boolean isServing() {
        return clients.inFlight() > 0;
    }

    /**
     * Serves a request whose id no other has.
     *
     * @param ended is run once, when it has been answered or never will be
     */
    void take(Request request, Runnable ended) {
        var stream =
                new FrontStream(
                        output,
                        answer -> {
                            live.remove(request.id());
                            answer(request, answer);
                            ended.run();
                        });
        try {
            // What is said on the stream meanwhile comes after this, on the strand.
            var cancellation =
                    clients.receive(
                            request, Caller.LOCAL, new StatelessStream(stream, output, strand));
            live.put(request.id(), cancellation);
        } catch (McpException refused) {
            stream.end(Failure.of(request.id(), refused.error()));
        }
    }

    private void answer(Request request, @Nullable Response answer) {
        if (answer == null) {
            return;
        }
        output.send(answer);
        if (answer instanceof Result && request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
            // The specification has both ways to end a listen here; one client waits for this one.
            var params = Json.object("requestId", request.id().json(), "reason", OVER);
            output.write(Notification.of(Method.CANCELLED, params).json());
        }
    }

    /** Takes back the request that the notification names; false if it names none of these. */
    boolean cancel(Notification notification) {
        var params = notification.params() == null ? Json.EMPTY_OBJECT : notification.params();
        var named = params.get("requestId");
        if (named == null || !notification.method().equals(Method.CANCELLED)) {
            return false;
        }
        try {
            var cancellation = live.get(Id.of(named));
            if (cancellation != null) {
                cancellation.cancelled(params.get("reason"));
            }
            return cancellation != null;
        } catch (MalformedException notAnId) {
            return false;
        }
    }

    /** Takes nothing new; listening ends, the rest goes on, retries included. */
    void refuseNew(Runnable idle) {
        clients.refuseNew();
        clients.whenIdle(idle);
    }

    /** Ends all of them with this error. */
    void drain(RpcError error) {
        clients.drain(error);
    }
}

package io.tieline.gateway;

import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Subscription;
import io.tieline.session.era.HandshakeToStateless;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.Set;

/**
 * A {@code subscriptions/listen} request of a client without a session (revision 2026-07-28), for
 * as long as it listens. On the strand of the scope.
 */
final class ListenRequest implements SharedClients.Member {

    private final Subscription subscription;
    private int steps;
    private boolean established;
    private boolean lost;

    ListenRequest(Subscription subscription) {
        this.subscription = subscription;
    }

    /** The resources that it wants to watch. */
    Set<String> uris() {
        return subscription.wantedUris();
    }

    /**
     * A task that is run after each step of what it takes to listen: after the last one the client
     * is told, and hears what the backend tells.
     *
     * @param offer the backend's {@code initialize} result
     */
    Runnable established(Json offer, int stepsLeft) {
        steps = stepsLeft;
        return () -> {
            if (--steps == 0) {
                established = true;
                subscription.acknowledge(HandshakeToStateless.capabilities(offer));
                finishIfLost();
            }
        };
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        lost = true;
        finishIfLost();
    }

    /** The client listens again, and the backend is connected again. */
    private void finishIfLost() {
        if (established && lost) {
            subscription.finish();
        }
    }

    @Override
    public void hear(Notification notification) {
        if (established) {
            subscription.offer(notification);
        }
    }
}

package io.tieline.gateway.route;

import io.tieline.session.client.Branch;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;

/** Wants to know nothing of what comes of a request. */
enum Ignored implements Branch.Listener {
    ANSWER;

    @Override
    public void told(Notification notification) {
        // It belongs to nobody's call.
    }

    @Override
    public void answered(Response response) {
        // It was done, or could not be.
    }
}

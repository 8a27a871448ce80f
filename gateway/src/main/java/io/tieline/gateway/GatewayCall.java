package io.tieline.gateway;

import io.tieline.session.Question;
import io.tieline.session.Refusals;
import io.tieline.session.backend.CallListener;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;

/**
 * A call that the gateway makes on its own account: what it is answered matters less than that it
 * is over.
 */
final class GatewayCall implements CallListener {

    private final Runnable over;

    GatewayCall(Runnable over) {
        this.over = over;
    }

    @Override
    public void answered(Response response) {
        over.run();
    }

    @Override
    public void notified(Notification notification) {
        // Nobody asked for it.
    }

    @Override
    public void asked(Question question) {
        question.refuse(Refusals.noClientBehind());
    }

    @Override
    public void failed(RpcError error) {
        over.run();
    }
}

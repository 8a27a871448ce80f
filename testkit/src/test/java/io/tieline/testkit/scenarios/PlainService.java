package io.tieline.testkit.scenarios;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server without a framework: gives back the parameters of whatever it is asked as the result,
 * and of whatever it is told as a notification.
 */
final class PlainService implements Service {

    private final Json welcome;
    private final BlockingQueue<Request> asked = new LinkedBlockingQueue<>();

    /** A server that says this of its abilities, in this revision. */
    PlainService(String revision, Json capabilities) {
        this.welcome =
                Json.object(
                        "protocolVersion", revision,
                        "capabilities", capabilities,
                        "serverInfo", Json.object("name", "plain", "version", "1"));
    }

    /** All that it was asked, the handshakes included, in order. */
    BlockingQueue<Request> asked() {
        return asked;
    }

    @Override
    public Conversation open(ClientSession session) {
        return new Conversation() {
            @Override
            public void initialize(Exchange exchange) {
                asked.add(exchange.request());
                exchange.finish(welcome);
            }

            @Override
            public void serve(Exchange exchange) {
                asked.add(exchange.request());
                exchange.finish(
                        Objects.requireNonNullElse(exchange.request().params(), Json.EMPTY_OBJECT));
            }

            @Override
            public void notified(Notification notification) {
                if (!notification.method().equals(Method.INITIALIZED)) {
                    session.tell(notification);
                }
            }

            @Override
            public void closed() {
                // Nothing is kept.
            }
        };
    }
}

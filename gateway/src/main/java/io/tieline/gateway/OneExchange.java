package io.tieline.gateway;

import io.tieline.session.Question;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a backend session says that serves one exchange only: all of it belongs to that
 * exchange.
 */
final class OneExchange implements BackendSession.Listener {

    private final Upstream upstream;
    private final Exchange exchange;
    private final @Nullable Greeting greeting;

    /**
     * For an exchange that is greeted, or carried: then its call goes out by itself, and fails by
     * itself.
     */
    OneExchange(Upstream upstream, Exchange exchange, @Nullable Greeting greeting) {
        this.upstream = upstream;
        this.exchange = exchange;
        this.greeting = greeting;
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        upstream.lastSeen().seen(session, initializeResult);
        if (greeting != null) {
            greeting.opened(session, initializeResult);
        }
    }

    @Override
    public void closed(BackendSession session, LinkFailure failure) {
        if (greeting != null) {
            greeting.away(failure);
        }
    }

    @Override
    public void told(BackendSession session, Notification notification) {
        if (notification.method().equals(Method.LOG_MESSAGE)) {
            exchange.tell(notification);
        }
    }

    @Override
    public void asked(BackendSession session, Question question) {
        exchange.ask(question);
    }
}

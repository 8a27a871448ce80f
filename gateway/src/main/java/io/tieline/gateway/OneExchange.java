package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.Question;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.function.Consumer;

/**
 * Hears what a backend session says that serves one exchange only: all of it belongs to that
 * exchange.
 */
final class OneExchange implements BackendSession.Listener {

    private final Target target;
    private final Exchange exchange;
    private final Consumer<Json> opened;
    private final Consumer<LinkFailure> away;

    /** For an exchange that wants to know what the backend is, or why it cannot be opened. */
    OneExchange(
            Target target, Exchange exchange, Consumer<Json> opened, Consumer<LinkFailure> away) {
        this.target = target;
        this.exchange = exchange;
        this.opened = opened;
        this.away = away;
    }

    /** For an exchange that is carried: its call goes out by itself, and fails by itself. */
    static OneExchange carried(Target target, Exchange exchange) {
        return new OneExchange(target, exchange, _ -> {}, _ -> {});
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        target.seen(session, initializeResult);
        opened.accept(initializeResult);
    }

    @Override
    public void closed(BackendSession session, LinkFailure failure) {
        away.accept(failure);
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

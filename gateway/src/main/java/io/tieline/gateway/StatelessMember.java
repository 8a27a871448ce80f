package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.RequestMetadata;
import io.tieline.session.StatelessClient;
import io.tieline.session.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client without a session, for as long as it is served by a shared backend
 * session.
 */
final class StatelessMember implements Member {

    /** Stands for those who have left. */
    static final StatelessMember NOBODY =
            new StatelessMember(null, (session, result) -> {}, failure -> {});

    private final @Nullable RequestMetadata metadata;
    private final BiConsumer<BackendSession, Json> opened;
    private final Consumer<LinkFailure> away;

    // On the shared session's strand.
    private @Nullable Subscription subscription;
    private boolean lost;

    private StatelessMember(
            @Nullable RequestMetadata metadata,
            BiConsumer<BackendSession, Json> opened,
            Consumer<LinkFailure> away) {
        this.metadata = metadata;
        this.opened = opened;
        this.away = away;
    }

    /** A request that is only carried. */
    static StatelessMember of(Exchange exchange) {
        var client = (StatelessClient) exchange.client();
        return new StatelessMember(client.metadata(), (session, result) -> {}, failure -> {});
    }

    /** Waits for the backend session of a request, to know what the backend is. */
    static StatelessMember waiting(
            BiConsumer<BackendSession, Json> opened, Consumer<LinkFailure> away) {
        return new StatelessMember(null, opened, away);
    }

    /** The log level that the request asks for, if any. */
    @Nullable String level() {
        return metadata == null ? null : metadata.logLevel();
    }

    /** From now on what the backend tells is offered to this subscription. */
    void hears(Subscription hearing, Json serverCapabilities) {
        subscription = hearing;
        hearing.acknowledge(serverCapabilities);
        if (lost) {
            hearing.finish();
        }
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        opened.accept(session, initializeResult);
    }

    @Override
    public void away(LinkFailure failure) {
        away.accept(failure);
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        lost = true;
        var hearing = subscription;
        if (hearing != null) {
            hearing.finish(); // The client listens again, and the backend is connected again.
        }
    }

    @Override
    public void tell(Notification notification) {
        var hearing = subscription;
        if (hearing != null) {
            hearing.offer(notification);
        }
    }
}

package io.tieline.testkit;

import io.tieline.session.Environment;
import io.tieline.session.Question;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * The defect that this project exists to remove, on purpose: a proxy that keeps one "current
 * request" for each session and asks every question there.
 */
final class SharedSlotRelay implements Service {

    private final Backend backend;
    private final Environment environment;

    SharedSlotRelay(Backend backend, Environment environment) {
        this.backend = backend;
        this.environment = environment;
    }

    @Override
    public Conversation open(ClientSession session) {
        return new Proxied(session);
    }

    private final class Proxied implements Conversation, BackendSession.Listener {

        private final ClientSession client;
        private @Nullable BackendSession session;
        private @Nullable Exchange current;

        Proxied(ClientSession client) {
            this.client = client;
        }

        @Override
        public void initialize(Exchange exchange) {
            current = exchange;
            var opening =
                    new BackendOpening(
                            Revision.V2025_11_25,
                            BackendEra.of(Revision.LATEST_HANDSHAKE),
                            false,
                            client.clientInfo(),
                            client.capabilities().json(),
                            true,
                            CallRule.LEARN,
                            new RequestIds(),
                            new AskingHistory(),
                            TimeLimits.DEFAULT,
                            BackendOpening.NO_HEADERS);
            session = BackendSession.open(backend, opening, environment, this);
        }

        @Override
        public void opened(BackendSession opened, Json initializeResult) {
            slot().finish(initializeResult);
        }

        @Override
        public void serve(Exchange exchange) {
            current = exchange;
            if (session != null) {
                var options = CallOptions.of(TimeLimits.DEFAULT);
                session.call(exchange.request(), new Answering(exchange), options);
            }
        }

        private Exchange slot() {
            if (current == null) {
                throw new IllegalStateException("Nobody has requested anything");
            }
            return current;
        }

        /** Answers find their way back; questions look into the slot. */
        private final class Answering implements CallListener {

            private final Exchange exchange;

            Answering(Exchange exchange) {
                this.exchange = exchange;
            }

            @Override
            public void answered(Response response) {
                exchange.finish(response);
            }

            @Override
            public void notified(Notification notification) {
                slot().tell(notification);
            }

            @Override
            public void asked(Question question) {
                slot().ask(question);
            }

            @Override
            public void failed(RpcError error) {
                exchange.fail(error);
            }
        }

        @Override
        public void asked(BackendSession by, Question question) {
            slot().ask(question);
        }

        @Override
        public void told(BackendSession by, Notification notification) {
            client.tell(notification);
        }

        @Override
        public void closed(BackendSession closed, LinkFailure failure) {}

        @Override
        public void notified(Notification notification) {}

        @Override
        public void closed() {
            if (session != null) {
                session.close();
            }
        }
    }
}

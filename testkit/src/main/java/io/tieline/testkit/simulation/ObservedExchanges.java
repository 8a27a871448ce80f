package io.tieline.testkit.simulation;

import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Question;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an observer is told against what it is promised: every request that a service is given
 * has begun and is finished once, a question and its answer lie between, a call leaves after it is
 * routed and returns once, and a client comes back from the round in which it was parked.
 */
final class ObservedExchanges {

    private final List<Told> begun = new ArrayList<>();
    private final Consumer<String> wrong;

    ObservedExchanges(Consumer<String> wrong) {
        this.wrong = wrong;
    }

    ExchangeObserver begin(Request request) {
        var told = new Told(request.method() + " " + request.id());
        begun.add(told);
        return told;
    }

    /** The service, which is given observed exchanges only. */
    Service before(Service service) {
        return new Service() {
            @Override
            public Conversation open(ClientSession session) {
                return watched(service.open(session));
            }

            @Override
            public void serve(Exchange exchange) {
                expectObserved(exchange);
                service.serve(exchange);
            }
        };
    }

    private Conversation watched(Conversation conversation) {
        return new Conversation() {
            @Override
            public void initialize(Exchange exchange) {
                expectObserved(exchange);
                conversation.initialize(exchange);
            }

            @Override
            public void serve(Exchange exchange) {
                expectObserved(exchange);
                conversation.serve(exchange);
            }

            @Override
            public void notified(Notification notification) {
                conversation.notified(notification);
            }

            @Override
            public void closed() {
                conversation.closed();
            }
        };
    }

    private void expectObserved(Exchange exchange) {
        if (!exchange.isObserved()) {
            wrong.accept(exchange.request().method() + " is served and has not begun");
        }
    }

    /** Everything has ended. */
    void checkThatAllEnded() {
        begun.stream()
                .filter(told -> told.finished != 1)
                .forEach(told -> told.wrong("was finished " + told.finished + " times"));
    }

    private final class Told implements ExchangeObserver {

        private final String name;
        private final Set<ServerCall> routed = new HashSet<>();
        private final Set<ServerCall> left = new HashSet<>();
        private final Set<Question> open = new HashSet<>();
        private long parked;
        private int finished;

        Told(String name) {
            this.name = name;
        }

        private void wrong(String what) {
            wrong.accept("an observer of " + name + " hears that it " + what);
        }

        private void expect(boolean fact, String otherwise) {
            if (!fact) {
                wrong(otherwise);
            }
            if (finished > 0) {
                wrong("goes on after its end");
            }
        }

        @Override
        public void routed(ServerCall call) {
            expect(routed.add(call), "was routed twice by one call");
        }

        @Override
        public void left(ServerCall call, Request sent) {
            left.add(call);
            expect(routed.contains(call), "left before it was routed");
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            expect(open.add(question), "asked one question twice");
            expect(origin == null || left.contains(origin), "asked by a call that has not left");
        }

        @Override
        public void answered(Question question, Response answer) {
            expect(open.remove(question), "was answered what is not open");
        }

        @Override
        public void withdrawn(Question question) {
            expect(open.remove(question), "has withdrawn what is not open");
        }

        @Override
        public void told(Notification notification) {
            expect(true, "");
        }

        @Override
        public void parked(long round) {
            expect(parked == 0, "was parked twice");
            expect(!open.isEmpty(), "was parked without a question");
            parked = round;
        }

        @Override
        public void resumed(long round, Request retry) {
            expect(parked == round, "came back from round " + round + " of " + parked);
            parked = 0;
        }

        @Override
        public void returned(ServerCall call, Response response, Duration took) {
            expect(routed.remove(call), "had two answers of one call");
        }

        @Override
        public void failed(ServerCall call, RpcError error) {
            expect(routed.remove(call), "had two answers of one call");
        }

        @Override
        public void finished(Ending ending) {
            finished++;
        }
    }
}

package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Answers;
import io.tieline.session.Caller;
import io.tieline.session.Ending;
import io.tieline.session.Environment;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.HandClock;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.backend.ScriptedLink;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events of one exchange: in order, inside its life, and whoever fails to hear them. */
final class ExchangeEventsTest {

    private final List<String> events = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private boolean detailed = true;
    private boolean broken;

    private final Observer observer =
            new Observer() {
                @Override
                public ExchangeObserver began(Sender client, Caller caller, Request request) {
                    if (request.method().equals("initialize")) {
                        return ExchangeObserver.NONE;
                    }
                    events.add("began");
                    return new Told();
                }

                @Override
                public void fault(Throwable fault) {
                    faults.add(fault);
                }
            };

    private final class Told implements ExchangeObserver {

        @Override
        public boolean isDetailed() {
            return detailed;
        }

        @Override
        public void asked(Question question, @Nullable ServerCall origin) {
            if (broken) {
                throw new IllegalStateException("asked");
            }
            events.add("asked" + (origin == null ? "" : " by " + origin.server()));
        }

        @Override
        public void answered(Question question, Response answer) {
            events.add("answered");
        }

        @Override
        public void withdrawn(Question question) {
            events.add("withdrawn");
        }

        @Override
        public void told(Notification notification) {
            events.add("told");
        }

        @Override
        public void finished(Ending ending) {
            events.add("finished " + ending.outcome());
            if (broken) {
                throw new IllegalStateException("finished");
            }
        }
    }

    private final FrontWorld world = new FrontWorld(observer);

    private Exchange call() {
        var session = world.open();
        world.serving = exchanges::add;
        world.calls(session, "1");
        return exchanges.getLast();
    }

    @Test
    void aQuestionThatIsOpenAtTheEndIsAnsweredBeforeIt() {
        var exchange = call();
        exchange.ask(new Answers().elicitation("q"), new ServerCall("git", exchange.request()));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(events).containsExactly("began", "asked by git", "answered", "finished RESULT");
    }

    @Test
    void aQuestionThatIsWithdrawnIsNotAnswered() {
        var exchange = call();
        var question = new Answers().elicitation("q");
        exchange.ask(question);
        question.withdraw(null);
        question.withdraw(null);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(events).containsExactly("began", "asked", "withdrawn", "finished RESULT");
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        var exchange = call();
        exchange.finish(Json.EMPTY_OBJECT);
        exchange.tell(Notification.of("notifications/message", Json.EMPTY_OBJECT));
        exchange.ask(new Answers().elicitation("late"));
        exchange.observe(told -> told.told(Notification.of("x", null)));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(events).containsExactly("began", "finished RESULT");
    }

    @Test
    void oneThatWantsTheEndOnlyHearsNothingElse() {
        detailed = false;
        var exchange = call();
        exchange.tell(Notification.of("notifications/message", Json.EMPTY_OBJECT));
        exchange.ask(new Answers().elicitation("q"));
        assertThat(exchange.isObserved()).isFalse();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(events).containsExactly("began", "finished RESULT");
    }

    @Test
    void aQuestionThatOutlivesItsCallDoesSoWhoeverObservesIt() {
        var exchange = call();
        var answers = new Answers();
        var question = answers.elicitation("q");
        exchange.ask(question);
        question.outliveItsCall();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(answers.received()).isEmpty();
        assertThat(events).containsExactly("began", "asked", "finished RESULT");
    }

    @Test
    void anObserverThatThrowsChangesNothing() {
        broken = true;
        var exchange = call();
        var answers = new Answers();
        exchange.ask(answers.elicitation("q"));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(answers.received()).hasSize(1);
        assertThat(faults).extracting(Throwable::getMessage).containsExactly("asked", "finished");
    }

    @Test
    void nobodyObservesByDefault() {
        var request = (Request) ScriptedLink.message(FrontWorld.request("1"));
        var world = new FrontWorld(Observer.NONE);
        var session = world.open();
        var first = ExchangeEvents.begin(Observer.NONE, session, Caller.LOCAL, request);
        var second = ExchangeEvents.begin(Observer.NONE, session, Caller.LOCAL, request);
        assertThat(first).isSameAs(second);
        assertThat(first.isDetailed()).isFalse();
    }

    @Test
    void whatHappensToABranchHappensToItsCause() {
        var exchange = call();
        var environment = new Environment(new HandClock(), new Random(1), observer);
        var branch =
                Branch.of(
                        exchange,
                        exchange.request(),
                        environment,
                        new Branch.Listener() {
                            @Override
                            public void told(Notification notification) {}

                            @Override
                            public void answered(Response response) {}
                        });
        branch.exchange()
                .ask(new Answers().elicitation("q"), new ServerCall("git", exchange.request()));
        branch.exchange().finish(Json.EMPTY_OBJECT);
        assertThat(events).containsExactly("began", "asked by git", "answered");
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(events).endsWith("finished RESULT");
    }
}

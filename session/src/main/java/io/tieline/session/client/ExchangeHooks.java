package io.tieline.session.client;

import io.tieline.session.Question;
import io.tieline.session.client.Exchange.Cancellation;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of one exchange: those who see its notifications and its answer on their way to the
 * client, and those who hear of its cancellation, of a slow reader and of its end. Each is added to
 * the ones before and replaces none. On the client's strand.
 */
final class ExchangeHooks {

    /** A hook that sees the answer: it changes the answer, or holds it to bring another. */
    private sealed interface Filter {

        record Change(UnaryOperator<Response> operator) implements Filter {}

        record Hold(Consumer<Response> taker) implements Filter {}
    }

    /** Two listeners in the order in which they were added. */
    private record Both(Cancellation first, Cancellation second) implements Cancellation {

        @Override
        public void cancelled(@Nullable Json reason) {
            first.cancelled(reason);
            second.cancelled(reason);
        }
    }

    private final List<Filter> filters = new ArrayList<>(0);
    private final List<Runnable> over = new ArrayList<>(0);
    private @Nullable Cancellation cancellation;
    private @Nullable Consumer<Boolean> pressure;
    private @Nullable Predicate<Notification> screen;
    private @Nullable UnaryOperator<Json> words;

    /** Adds a filter that changes the answer; the last that was added sees it first. */
    void addChange(UnaryOperator<Response> operator) {
        filters.addFirst(new Filter.Change(operator));
    }

    /** Adds a filter that takes the answer and ends the exchange with another. */
    void addHold(Consumer<Response> taker) {
        filters.addFirst(new Filter.Hold(taker));
    }

    void addCancellation(Cancellation listener) {
        var before = cancellation;
        cancellation = before == null ? listener : new Both(before, listener);
    }

    void addPressure(Consumer<Boolean> listener) {
        pressure = pressure == null ? listener : pressure.andThen(listener);
    }

    void addScreen(Predicate<Notification> passes) {
        screen = screen == null ? passes : screen.and(passes);
    }

    /**
     * Puts what the service says and asks into other words; the last that was added comes first.
     */
    void addWords(UnaryOperator<Json> operator) {
        var before = words;
        words = before == null ? operator : params -> before.apply(operator.apply(params));
    }

    void addOver(Runnable listener) {
        over.add(listener);
    }

    /** Takes out the filters that hold: nobody may keep the answer any longer. */
    void releaseAnswer() {
        filters.removeIf(Filter.Hold.class::isInstance);
    }

    /** The answer behind the filters; null if one of them holds it and will bring another. */
    @Nullable Response filter(Response response) {
        var seen = response;
        while (!filters.isEmpty()) {
            switch (filters.removeFirst()) {
                case Filter.Change(var operator) -> seen = operator.apply(seen);
                case Filter.Hold(var taker) -> {
                    taker.accept(seen);
                    return null;
                }
            }
        }
        return seen;
    }

    /** The same; a fault in a filter must not leave the client without an answer. */
    @Nullable Response filter(Response response, Exchange exchange) {
        try {
            return filter(response);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            return exchange.failure(fault, "An interceptor of answers failed in ");
        }
    }

    /** The notification as the client is told it. */
    Notification inWords(Notification notification) {
        var params = words == null ? null : notification.params();
        if (words == null || params == null) {
            return notification;
        }
        var said = words.apply(params);
        return said.equals(params) ? notification : notification.withParams(said);
    }

    /** The question as the client is asked it; its answer goes to the asker of this one. */
    Question inWords(Question question) {
        var params = words == null ? null : question.request().params();
        if (words == null || params == null) {
            return question;
        }
        var said = words.apply(params);
        return said.equals(params) ? question : question.asked(said);
    }

    boolean passes(Notification notification) {
        return screen == null || screen.test(notification);
    }

    /**
     * Tells of the cancellation.
     *
     * @param faults hears what a listener throws, which keeps neither the others nor the client
     *     from the end
     */
    void tellCancelled(@Nullable Json reason, Consumer<Throwable> faults) {
        if (cancellation != null) {
            tell(cancellation, reason, faults);
        }
    }

    private static void tell(
            Cancellation listener, @Nullable Json reason, Consumer<Throwable> faults) {
        if (listener instanceof Both(var first, var second)) {
            tell(first, reason, faults);
            tell(second, reason, faults);
            return;
        }
        try {
            listener.cancelled(reason);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            faults.accept(fault);
        }
    }

    void tellPressure(boolean tooMuch) {
        if (pressure != null) {
            pressure.accept(tooMuch);
        }
    }

    void tellOver() {
        over.forEach(Runnable::run);
    }
}

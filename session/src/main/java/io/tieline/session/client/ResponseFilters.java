package io.tieline.session.client;

import io.tieline.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an answer passes on its way to the client, the last that was added first: some change it,
 * some hold it until they have looked at it. On the session's strand.
 */
final class ResponseFilters {

    private sealed interface ResponseFilter {

        record Change(UnaryOperator<Response> operator) implements ResponseFilter {}

        record Hold(Consumer<Response> taker) implements ResponseFilter {}
    }

    private final List<ResponseFilter> lenses = new ArrayList<>(0);

    void change(UnaryOperator<Response> operator) {
        lenses.addFirst(new ResponseFilter.Change(operator));
    }

    void hold(Consumer<Response> taker) {
        lenses.addFirst(new ResponseFilter.Hold(taker));
    }

    /** Nobody may hold the answer any longer. */
    void release() {
        lenses.removeIf(ResponseFilter.Hold.class::isInstance);
    }

    /** The answer behind the lenses; null if one of them holds it and will bring another. */
    @Nullable Response through(Response response) {
        var seen = response;
        while (!lenses.isEmpty()) {
            switch (lenses.removeFirst()) {
                case ResponseFilter.Change(var operator) -> seen = operator.apply(seen);
                case ResponseFilter.Hold(var taker) -> {
                    taker.accept(seen);
                    return null;
                }
            }
        }
        return seen;
    }
}

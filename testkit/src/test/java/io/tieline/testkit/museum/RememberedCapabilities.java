package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client said in an earlier request is taken to hold for the next one, as in a session: it
 * is asked what it did not say that it can be asked.
 */
final class RememberedCapabilities implements Wiring {

    private static final List<String> CAPABILITIES = List.of("_meta", MetaKey.CLIENT_CAPABILITIES);

    private final Map<String, Json> remembered = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                return super.asks(asBefore(request, caller.principal().name()), caller, stream);
            }
        };
    }

    private Request asBefore(Request request, String principal) {
        var params = request.params();
        var own = params == null ? null : params.at("_meta", MetaKey.CLIENT_CAPABILITIES);
        if (params == null || own == null) {
            return request;
        }
        var first = remembered.computeIfAbsent(principal, _ -> own);
        return request.withParams(params.with(CAPABILITIES, first));
    }
}

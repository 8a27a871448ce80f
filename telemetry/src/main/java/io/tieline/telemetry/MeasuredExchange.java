package io.tieline.telemetry;

import io.tieline.session.Ending;
import io.tieline.session.ExchangeObserver;
import io.tieline.session.Question;
import io.tieline.wire.Method;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Measures what happens to one request of a client. On the client's strand. */
final class MeasuredExchange implements ExchangeObserver {

    /** A question that waits for its answer. */
    private record Asked(String server, long at) {}

    private final MeasuringObserver all;
    private final ExchangeMeters meters;
    private final RequestName name;
    private final IdentityHashMap<Question, Asked> open = new IdentityHashMap<>(0);
    private final IdentityHashMap<ServerCall, Long> waiting = new IdentityHashMap<>(1);
    private boolean isParked;

    MeasuredExchange(MeasuringObserver all, ExchangeMeters meters, RequestName name) {
        this.all = all;
        this.meters = meters;
        this.name = name;
    }

    @Override
    public void routed(ServerCall call) {
        waiting.put(call, System.nanoTime());
    }

    @Override
    public void left(ServerCall call, Request sent) {
        var since = waiting.remove(call);
        if (since != null) {
            meters.turnWait().record(secondsSince(since), call.server());
        }
    }

    @Override
    public void asked(Question question, @Nullable ServerCall origin) {
        var server = origin == null ? "" : origin.server();
        open.put(question, new Asked(server, System.nanoTime()));
    }

    @Override
    public void answered(Question question, Response answer) {
        settled(question, answer instanceof Result ? "answered" : "refused");
    }

    @Override
    public void withdrawn(Question question) {
        settled(question, "withdrawn");
    }

    private void settled(Question question, String how) {
        var asked = open.remove(question);
        if (asked != null) {
            var method = MethodTraits.shown(question.request().method());
            meters.questionWait().record(secondsSince(asked.at()), asked.server(), method, how);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @Override
    public void parked(long round) {
        isParked = true;
        meters.parked().record(1);
    }

    @Override
    public void resumed(long round, Request retry) {
        isParked = false;
        meters.parked().record(-1);
    }

    @Override
    public void returned(ServerCall call, Response response, Duration took) {
        called(call, all.errorIn(response), took);
    }

    @Override
    public void failed(ServerCall call, RpcError error) {
        called(call, all.code(error), Duration.ZERO);
    }

    private void called(ServerCall call, String error, Duration took) {
        meters.called()
                .record(MeasuringObserver.seconds(took), call.server(), name.method(), error);
    }

    @Override
    public void finished(Ending ending) {
        meters.inFlight().record(-1);
        if (isParked) {
            meters.parked().record(-1);
        }
        if (name.method().equals(Method.TOOLS_LIST) && ending.response() instanceof Result list) {
            all.listed(list.result());
        }
        meters.served()
                .record(
                        MeasuringObserver.seconds(ending.took()),
                        name.method(),
                        all.tool(name.tool()),
                        ending.outcome().name().toLowerCase(Locale.ROOT),
                        all.errorIn(ending.response()));
    }
}

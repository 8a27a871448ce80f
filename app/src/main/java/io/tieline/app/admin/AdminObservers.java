package io.tieline.app.admin;

import io.tieline.session.Observer;
import io.tieline.telemetry.MeasuringObserver;
import java.time.Clock;
import java.util.List;

/**
 * What the admin address hears of the gateway.
 *
 * @param servers what has become of each server
 * @param calls what is in flight
 * @param metrics what is counted
 * @param measured who counts it
 */
public record AdminObservers(
        ServerStates servers,
        LiveCalls calls,
        PrometheusMeters metrics,
        MeasuringObserver measured) {

    /** Those of a gateway that has not begun. */
    public static AdminObservers begin() {
        var servers = new ServerStates();
        var calls = new LiveCalls(Clock.systemUTC());
        var metrics = new PrometheusMeters();
        return new AdminObservers(servers, calls, metrics, MeasuringObserver.in(metrics));
    }

    /** All of them. */
    public List<Observer> all() {
        return List.of(servers, calls, measured);
    }
}

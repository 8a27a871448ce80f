package io.tieline.app.admin;

import io.tieline.session.Observer;
import java.time.Clock;
import java.util.List;

/**
 * What the admin address hears of the gateway.
 *
 * @param servers what has become of each server
 * @param calls what is in flight
 * @param metrics what is counted
 */
public record AdminObservers(ServerStates servers, LiveCalls calls, GatewayMetrics metrics) {

    /** Those of a gateway that has not begun. */
    public static AdminObservers begin() {
        var servers = new ServerStates();
        var calls = new LiveCalls(Clock.systemUTC());
        return new AdminObservers(servers, calls, new GatewayMetrics());
    }

    /** All of them. */
    public List<Observer> all() {
        return List.of(servers, calls, metrics);
    }
}

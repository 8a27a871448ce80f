package io.tieline.testkit.scenarios;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Named events in a server, for tests that need one call to happen after another. */
final class Gates {

    private final Map<String, CompletableFuture<String>> gates = new ConcurrentHashMap<>();

    void open(String gate, String value) {
        future(gate).complete(value);
    }

    String await(String gate) throws InterruptedException, ExecutionException, TimeoutException {
        return future(gate).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> future(String gate) {
        return gates.computeIfAbsent(gate, _ -> new CompletableFuture<>());
    }
}

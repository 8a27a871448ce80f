package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.Elicitation;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client that has several calls in flight, waits until each has asked, and answers the questions
 * in an order of chance.
 */
final class AskedClient {

    private final String name;
    private final String tool;
    private final int atOnce;
    private final double leaves;
    private final Random chance;
    private final Map<String, Pending<CallResult>> calls = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Boolean>> held = new ArrayList<>();
    private int asked;
    private int strangers;

    AskedClient(String name, int atOnce) {
        this(name, atOnce, 0);
    }

    /**
     * A client that gives up some of its calls when they have asked.
     *
     * @param leaves how likely it is to
     */
    AskedClient(String name, int atOnce, double leaves) {
        this(name, "ask", atOnce, leaves);
    }

    /** A client of a server whose asking tool it knows by this name. */
    AskedClient(String name, String tool, int atOnce, double leaves) {
        this.leaves = leaves;
        this.name = name;
        this.tool = tool;
        this.atOnce = atOnce;
        this.chance = new Random(name.hashCode());
    }

    /** The client's handler: waits for the others of its round, and for its place among them. */
    Answer<?> answer(Elicitation question) throws Exception {
        var turn = new CompletableFuture<Boolean>();
        List<CompletableFuture<Boolean>> round = hold(question.message(), turn);
        Collections.shuffle(round, chance);
        for (var one : round) {
            one.complete(chance.nextDouble() >= leaves);
        }
        if (!turn.get(30, TimeUnit.SECONDS)) {
            leave(question.message());
        }
        return Answer.accept(Map.of("secret", secret(question.message())));
    }

    private synchronized List<CompletableFuture<Boolean>> hold(
            String message, CompletableFuture<Boolean> turn) {
        asked++;
        strangers += message.startsWith(name + ":") ? 0 : 1;
        held.add(turn);
        if (held.size() < atOnce) {
            return new ArrayList<>();
        }
        var round = new ArrayList<>(held);
        held.clear();
        return round;
    }

    /** Nobody waits for the call any longer, and its question is not answered. */
    private void leave(String call) throws InterruptedException {
        Pending<CallResult> given;
        synchronized (calls) {
            given = calls.get(call);
        }
        if (given != null) {
            left.add(call);
            given.cancel("bored");
            new CountDownLatch(1).await(); // until the question is withdrawn
        }
    }

    static String secret(String call) {
        return Integer.toHexString(call.hashCode() * 31 + 7);
    }

    /**
     * Makes this many rounds of calls, each of which is answered with the secret of its own
     * question.
     */
    void run(McpClient client, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < atOnce; i++) {
                var call = name + ":" + round + ":" + i;
                begin(client, call);
            }
            for (int i = 0; i < atOnce; i++) {
                end(name + ":" + round + ":" + i);
            }
        }
    }

    /** A call is known before its question can come. */
    private void begin(McpClient client, String call) {
        synchronized (calls) {
            calls.put(call, client.startTool(tool, Map.of("call", call), RequestOptions.NONE));
        }
    }

    private void end(String call) {
        var pending = Objects.requireNonNull(calls.get(call));
        try {
            assertThat(pending.await().text()).isEqualTo(call + "=" + secret(call));
        } catch (CancellationException left) {
            assertThat(this.left).contains(call);
        }
    }

    /** Whether a question is of one of its calls. */
    boolean owns(Elicitation question) {
        return question.message().startsWith(name + ":");
    }

    /** How many calls were given up. */
    int left() {
        return left.size();
    }

    synchronized int asked() {
        return asked;
    }

    /** How many questions came that were another client's. */
    synchronized int strangers() {
        return strangers;
    }
}

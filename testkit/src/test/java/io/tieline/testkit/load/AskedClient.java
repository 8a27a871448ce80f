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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client that has several calls in flight, waits until each has asked, and answers the questions
 * in an order of chance.
 */
final class AskedClient {

    private final String name;
    private final int atOnce;
    private final Random chance;
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private int asked;
    private int strangers;

    AskedClient(String name, int atOnce) {
        this.name = name;
        this.atOnce = atOnce;
        this.chance = new Random(name.hashCode());
    }

    /** The client's handler: waits for the others of its round, and for its place among them. */
    Answer<?> answer(Elicitation question) throws Exception {
        var turn = new CompletableFuture<Void>();
        List<CompletableFuture<Void>> round = hold(question.message(), turn);
        Collections.shuffle(round, chance);
        round.forEach(one -> one.complete(null));
        turn.get(30, TimeUnit.SECONDS);
        return Answer.accept(Map.of("secret", secret(question.message())));
    }

    private synchronized List<CompletableFuture<Void>> hold(
            String message, CompletableFuture<Void> turn) {
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

    private static String secret(String call) {
        return Integer.toHexString(call.hashCode() * 31 + 7);
    }

    /**
     * Makes this many rounds of calls, each of which is answered with the secret of its own
     * question.
     */
    void run(McpClient client, int rounds) {
        for (int round = 0; round < rounds; round++) {
            var pending = new ArrayList<Pending<CallResult>>();
            for (int i = 0; i < atOnce; i++) {
                var call = Map.of("call", name + ":" + round + ":" + i);
                pending.add(client.startTool("ask", call, RequestOptions.NONE));
            }
            for (int i = 0; i < atOnce; i++) {
                var call = name + ":" + round + ":" + i;
                assertThat(pending.get(i).await().text()).isEqualTo(call + "=" + secret(call));
            }
        }
    }

    synchronized int asked() {
        return asked;
    }

    /** How many questions came that were another client's. */
    synchronized int strangers() {
        return strangers;
    }
}

package io.tieline.testkit.odd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.McpClient;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each odd server of the corpus, over the matrix: what must come out does. The limits are minutes,
 * so whatever waits for one of them is caught by the timeout, unless the server lets time pass.
 */
@Timeout(20)
final class OddServersTest {

    private static final List<Integer> LOST =
            List.of(ErrorCode.BACKEND_SESSION_LOST, ErrorCode.BACKEND_GONE);

    private static final OddWorld WORLD = new OddWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void eachHasANameOfItsOwn() {
        assertThat(OddServers.all()).extracting(OddServer::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.tieline.testkit.odd.Trial#all")
    void whatMustComeOutDoes(Trial trial) throws Exception {
        try (var behind = WORLD.gatewayBefore(trial)) {
            visit(behind, trial);
            assertThat(behind.faults()).isEmpty();
        }
    }

    private static void visit(OddWorld.Behind behind, Trial trial) {
        boolean keeps = trial.keeps();
        switch (trial.server().outcome()) {
            case Outcome.Works(var text) -> {
                try (var client = behind.connect()) {
                    assertThat(client.listTools()).hasSize(3);
                    assertThat(count(client)).isEqualTo("1");
                    assertThat(client.callTool("odd").text()).isEqualTo(text);
                    assertThat(count(client)).isEqualTo(keeps ? "2" : "1");
                }
            }
            case Outcome.Fails(var code, var phrase, var times) -> {
                try (var client = behind.connect()) {
                    assertThat(count(client)).isEqualTo("1");
                    for (int i = 0; i < times; i++) {
                        assertFails(() -> client.callTool("odd"), code, phrase);
                    }
                    assertThat(count(client)).isEqualTo(keeps ? "2" : "1");
                }
            }
            case Outcome.Settles(var code) -> {
                try (var client = behind.connect()) {
                    assertThat(count(client)).isEqualTo("1");
                    assertSettles(client, code);
                    assertThat(count(client)).isEqualTo(keeps ? "2" : "1");
                }
            }
            case Outcome.Ends(var code, var phrase) -> {
                try (var client = behind.connect()) {
                    assertThat(count(client)).isEqualTo("1");
                    assertFails(() -> client.callTool("odd"), code, phrase);
                    assertThat(count(client)).isEqualTo("1");
                }
            }
            case Outcome.BeginsAnew() -> {
                try (var client = behind.connect()) {
                    assertThat(count(client)).isEqualTo("1");
                    assertThat(client.callTool("odd").text()).isEqualTo("odd");
                    if (keeps) {
                        assertThat(error(() -> count(client)).code()).isIn(LOST);
                    }
                    goOn(behind, client, trial);
                }
            }
            case Outcome.CannotOpen(var code, var phrase)
                    when code == ErrorCode.BACKEND_BROKE_PROTOCOL
                            && !trial.front().revision().isStateless() ->
                    // It lives and was never seen: nothing is invented of what it offers.
                    assertFails(() -> behind.connect().close(), code, phrase);
            case Outcome.CannotOpen(var code, var phrase) ->
                    assertFails(
                            () -> {
                                try (var client = behind.connect()) {
                                    count(client);
                                }
                            },
                            code,
                            phrase);
        }
    }

    /**
     * Where each client has a backend session of its own, its session over HTTP ends with that, a
     * moment after it was told: it initializes again, as the specification tells it to. A session
     * that is the gateway's is begun anew under the same client.
     */
    private static void goOn(OddWorld.Behind behind, McpClient client, Trial trial) {
        if (trial.front() == Trial.Front.HTTP && trial.sessions() == Trial.Sessions.OWN) {
            try (var next = behind.connect()) {
                beginAnew(next, trial);
            }
        } else {
            beginAnew(client, trial);
        }
    }

    private static void beginAnew(McpClient client, Trial trial) {
        assertThat(count(client)).isEqualTo("1");
        assertThat(count(client)).isEqualTo(trial.keeps() ? "2" : "1");
    }

    private static String count(McpClient client) {
        return client.callTool("count").text();
    }

    private static void assertFails(ThrowingCallable request, int code, String phrase) {
        var error = error(request);
        assertThat(error.code()).as(error.message()).isEqualTo(code);
        assertThat(error.message()).contains(phrase);
    }

    private static void assertSettles(McpClient client, int code) {
        try {
            client.callTool("odd");
        } catch (McpException e) {
            assertThat(e.error().code()).as(e.getMessage()).isEqualTo(code);
        }
    }

    private static RpcError error(ThrowingCallable request) {
        var thrown = catchThrowableOfType(McpException.class, request);
        assertThat(thrown).isNotNull();
        return thrown.error();
    }
}

package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client whose server, or the way to it, does not do what it should. */
@Timeout(60)
final class ClientFaultsTest {

    /** A server of one era, with a tool that works. */
    enum Era {
        STATEFUL,
        STATELESS;

        ScriptedServer server() {
            var server = this == STATEFUL ? ScriptedServer.stateful() : ScriptedServer.stateless();
            return server.tool("works", call -> call.answer("done"));
        }
    }

    private static Pending<CallResult> start(McpClient client, String tool) {
        return client.startTool(tool, Map.of(), RequestOptions.NONE);
    }

    private static RpcError errorOf(Pending<CallResult> call) {
        return catchThrowableOfType(McpException.class, call::await).error();
    }

    private static String executed(RpcError error) {
        return String.valueOf(error.data() == null ? null : error.data().text("executed"));
    }

    @ParameterizedTest
    @EnumSource
    void aCallIsMadeInEitherEraWithoutBeingToldWhich(Era era) {
        try (var client = McpClient.to(era.server()).connect()) {
            assertThat(client.callTool("works").text()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsUnderWayWhenTheConnectionBreaksMayHaveRun(Era era) {
        var server = era.server();
        var link = FaultyBackend.before(server);
        try (var client = McpClient.to(link).connect()) {
            var call = start(client, "slow");
            server.call("slow");
            link.cut("cable pulled");
            var error = errorOf(call);
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(error.message()).contains("cable pulled");
            assertThat(executed(error)).isEqualTo("maybe");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatNeverLeftHasNotRun(Era era) {
        var server = era.server();
        var link = FaultyBackend.before(server);
        try (var client = McpClient.to(link).connect()) {
            link.stall();
            var call = start(client, "slow");
            link.cut("cable pulled");
            assertThat(executed(errorOf(call))).isEqualTo("no");
            assertThat(server.calls("slow")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatCannotBeReadFailsItsOwnCallAndNoOther(Era era) {
        var server = era.server();
        server.tool("odd", call -> call.say("{\"jsonrpc\":\"2.0\",\"id\":\"$\",\"result\":7}"));
        try (var client = McpClient.to(server).connect()) {
            assertThat(errorOf(start(client, "odd")).code())
                    .isEqualTo(ErrorCode.BACKEND_BROKE_PROTOCOL);
            assertThat(client.callTool("works").text()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheServerIsThrownWhole(Era era) {
        var server = era.server();
        server.tool(
                "refuses",
                call -> call.fail(new RpcError(-32000, "No seats", Json.object("left", 0))));
        try (var client = McpClient.to(server).connect()) {
            var error = errorOf(start(client, "refuses"));
            assertThat(error).isEqualTo(new RpcError(-32000, "No seats", Json.object("left", 0)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledIsTakenBackAtTheServer(Era era) {
        var server = era.server();
        try (var client = McpClient.to(server).connect()) {
            var call = start(client, "slow");
            var received = server.call("slow");
            call.cancel("changed my mind");
            assertThat(received.isLeft()).isTrue();
            received.answer("too late");
            assertThat(client.callTool("works").text()).isEqualTo("done");
        }
    }

    @Test
    void whatIsToldInTheMiddleOfACallIsHeardBeforeItsAnswer() throws InterruptedException {
        var heard = new LinkedBlockingQueue<String>();
        var server = ScriptedServer.stateful();
        server.tool(
                "talks",
                call -> {
                    call.log("info", "half done");
                    call.answer("done");
                });
        try (var client =
                McpClient.to(server).onLog(line -> heard.add("" + line.data())).connect()) {
            heard.add(client.callTool("talks").text());
            assertThat(heard.poll(20, TimeUnit.SECONDS)).contains("half done");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("done");
        }
    }

    @Test
    void aChangedListIsHeardOutsideOfAnyCall() throws InterruptedException {
        var heard = new LinkedBlockingQueue<McpClient.Listing>();
        var server = ScriptedServer.stateful();
        try (var client = McpClient.to(server).onListChanged(heard::add).connect()) {
            assertThat(client.listTools()).isEmpty();
            server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(McpClient.Listing.TOOLS);
        }
    }
}

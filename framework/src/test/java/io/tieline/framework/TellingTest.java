package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler tells its client, and keeps for it. */
@Timeout(20)
final class TellingTest {

    private static McpServer serverWith(Tool.Handler handler) {
        return McpServer.named("telling", "1").tool(Tool.of("tell"), handler).build();
    }

    @Test
    void scenario14LevelLoggerAndDataOfAnyTypeArriveUnchanged() {
        var logged = Collections.synchronizedList(new ArrayList<LogMessage>());
        var server =
                serverWith((context, arguments) -> {
                    context.log(LogLevel.WARNING, "disk", Json.of("[1,{\"a\":2.50}]"));
                    context.log(LogLevel.INFO, "plain");
                    context.log(LogLevel.EMERGENCY, null, Json.NULL);
                    return CallResult.of();
                });
        try (var client = McpClient.to(server).onLog(logged::add).connect()) {
            client.callTool("tell");
            assertThat(logged)
                    .containsExactly(
                            log(
                                    "{\"level\":\"warning\",\"logger\":\"disk\",\"data\":[1,{\"a\":2.50}]}"),
                            log("{\"level\":\"info\",\"data\":\"plain\"}"),
                            log("{\"level\":\"emergency\",\"data\":null}"));
            assertThat(logged.getFirst().level()).isEqualTo(LogLevel.WARNING);
            assertThat(logged.getFirst().logger()).isEqualTo("disk");
            assertThat(logged.get(1).text()).isEqualTo("plain");
        }
    }

    private static LogMessage log(String json) {
        return new LogMessage(Json.of(json));
    }

    @Test
    void aClientHearsTheLevelsThatItWants() {
        var logged = Collections.synchronizedList(new ArrayList<String>());
        var server =
                serverWith((context, arguments) -> {
                    for (var level : LogLevel.values()) {
                        context.log(level, level.text());
                    }
                    return CallResult.of();
                });
        try (var client =
                McpClient.to(server).onLog(message -> logged.add(message.text())).connect()) {
            client.setLevel(LogLevel.ALERT);
            client.callTool("tell");
            assertThat(logged).containsExactly("alert", "emergency");
        }
    }

    @Test
    void scenario1EachOfTwoClientsGetsItsOwnLogOnly() throws InterruptedException {
        var both = new CyclicBarrier(2);
        var server =
                serverWith((context, arguments) -> {
                    both.await(10, TimeUnit.SECONDS);
                    context.log(LogLevel.INFO, context.client().name());
                    return CallResult.of();
                });
        var alice = Collections.synchronizedList(new ArrayList<String>());
        var bob = Collections.synchronizedList(new ArrayList<String>());
        try (var first =
                        McpClient.to(server)
                                .info("alice", "1")
                                .onLog(message -> alice.add(message.text()))
                                .connect();
                var second =
                        McpClient.to(server)
                                .info("bob", "1")
                                .onLog(message -> bob.add(message.text()))
                                .connect()) {
            var call = Thread.ofVirtual().start(() -> first.callTool("tell"));
            second.callTool("tell");
            call.join();
            assertThat(alice).containsExactly("alice");
            assertThat(bob).containsExactly("bob");
        }
    }

    @Test
    void scenario15ProgressArrivesInOrderAndBeforeTheResult() {
        var server =
                serverWith((context, arguments) -> {
                    context.progress(0, 100, "begun");
                    context.progress(50, 100);
                    context.progress(99.5);
                    return CallResult.of();
                });
        var seen = Collections.synchronizedList(new ArrayList<Progress>());
        try (var client = McpClient.to(server).connect()) {
            client.callTool("tell", Json.EMPTY_OBJECT, RequestOptions.progress(seen::add));
            assertThat(seen).extracting(Progress::progress).containsExactly(0.0, 50.0, 99.5);
            assertThat(seen.get(0).message()).isEqualTo("begun");
            assertThat(seen.get(1).total()).hasValue(100);
            assertThat(seen.get(1).json().get("progress")).hasToString("50");
            assertThat(seen.get(2).total()).isEmpty();

            client.callTool("tell");
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    void aFloodOfProgressIsHeldBackAndNotLost() {
        var server =
                serverWith((context, arguments) -> {
                    for (int i = 1; i <= 2000; i++) {
                        context.progress(i);
                    }
                    return CallResult.of();
                });
        var seen = Collections.synchronizedList(new ArrayList<Double>());
        try (var client =
                McpClient.to(server).onProgress(it -> seen.add(it.progress())).connect()) {
            client.callTool("tell");
            assertThat(seen).isSorted().contains(1.0).endsWith(2000.0);
        }
    }

    @Test
    void scenario2StateLastsFromCallToCallAndIsTheClientsOwn() {
        var server =
                serverWith((context, arguments) -> {
                    var state = context.state();
                    var before = state.get("value", String.class);
                    if (arguments.has("put")) {
                        state.set("value", arguments.text("put"));
                    }
                    if (arguments.flag("delete")) {
                        state.delete("value");
                    }
                    return CallResult.text(before == null ? "Value not found" : before);
                });
        try (var client = McpClient.to(server).connect();
                var stranger = McpClient.to(server).connect()) {
            assertThat(client.callTool("tell", Json.object("put", "1")).text())
                    .isEqualTo("Value not found");
            assertThat(client.callTool("tell").text()).isEqualTo("1");
            assertThat(stranger.callTool("tell").text()).isEqualTo("Value not found");
            client.callTool("tell", Json.object("delete", true));
            assertThat(client.callTool("tell").text()).isEqualTo("Value not found");
        }
    }

    @Test
    void whatTheStateHoldsIsClosedWithTheSession() throws InterruptedException {
        var closed = new CountDownLatch(1);
        AutoCloseable browser = closed::countDown;
        var server =
                serverWith((context, arguments) -> {
                    context.state().set("browser", browser);
                    return CallResult.of();
                });
        try (var client = McpClient.to(server).connect()) {
            client.callTool("tell");
            assertThat(closed.getCount()).isOne();
        }
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHandlerSeesItsRequestAndItsClient() {
        var server =
                serverWith((context, arguments) ->
                        CallResult.structured(
                                Json.object(
                                        "id", context.requestId().json(),
                                        "meta", context.meta(),
                                        "client", context.client().json(),
                                        "samples", context.capabilities().has("sampling"),
                                        "principal", context.caller().principal(),
                                        "session", context.sessionId())));
        try (var client = McpClient.to(server).info("seen", "2").connect()) {
            var meta = Json.object("example.org/trace", "abc");
            var seen =
                    List.of(
                            client.callTool(
                                    "tell", Json.EMPTY_OBJECT, RequestOptions.NONE.withMeta(meta)),
                            client.callTool("tell"));
            var first = seen.getFirst().structuredContent();
            assertThat(first).isNotNull();
            assertThat(first.get("meta")).isEqualTo(meta);
            assertThat(first.text("client", "name")).isEqualTo("seen");
            assertThat(first.text("principal")).isEqualTo("local");
            var second = seen.getLast().structuredContent();
            assertThat(second).isNotNull();
            assertThat(second.get("id")).isNotEqualTo(first.get("id"));
            assertThat(second.get("session")).isEqualTo(first.get("session"));
        }
    }
}
